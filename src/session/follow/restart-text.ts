import { utcTime } from '../../text/utc-time.ts';
import { times as countTimes } from '../pods/container-standing.ts';
import { explainEnd } from '../pods/explain-end.ts';
import type { ContainerEnd } from '../pods/pod-facts.ts';

type Restart = {
  readonly lastEnd: ContainerEnd | undefined;
  readonly times: number;
  /** Epoch ms of the last line that was read of the run before; undefined if all of it was. */
  readonly lostAfter: number | undefined;
};

/** `the container was started again (exit code 239: …)`, and what may be missing before it. */
export function restartText({ lastEnd, times, lostAfter }: Restart): string {
  const end = lastEnd === undefined ? '' : ` (${explainEnd(lastEnd)})`;
  const often = times > 1 ? ` ${countTimes(times)}` : '';
  const loss = lostAfter === undefined ? '' : `; lines after ${utcTime(lostAfter)} may be missing`;
  return `the container was started again${often}${end}${loss}`;
}
