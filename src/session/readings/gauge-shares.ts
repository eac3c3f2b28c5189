import type { VertexGauges } from '../../flink/responses.ts';

/** Converts gauges, which are in ms per second, into shares from 0 to 1, averaged over the subtasks. */
export function gaugeShares({ busy, idle, backPressured }: VertexGauges) {
  return { busy: busy && busy.avg / 1000, idle: idle.avg / 1000, backPressured: backPressured.avg / 1000 };
}
