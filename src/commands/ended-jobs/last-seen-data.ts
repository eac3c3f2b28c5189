import type { RememberedJob } from '../../session/journal/last-seen/remembered-job.ts';
import { seenVertices } from '../../session/journal/last-seen/seen-vertices.ts';
import { isoTime } from '../../text/utc-time.ts';

/** What was last seen of an ended job as JSON; null if it has not ended, or nobody watched its end. */
export function lastSeenData(job: RememberedJob | undefined): unknown {
  const { lastSeen } = job ?? {};
  if (lastSeen === undefined) return null;
  const { state, at, startedAt, measuredAt, findings = [], completed, failed, checkpoint, path, pods } = lastSeen;
  const vertices = seenVertices(lastSeen);
  return {
    state,
    startedAt: isoTime(startedAt),
    endedAt: isoTime(at),
    measuredAt: measuredAt === undefined ? null : isoTime(measuredAt),
    bottleneck: vertices.find(({ isBottleneck }) => isBottleneck)?.name ?? null,
    findings,
    checkpoints:
      completed === undefined
        ? null
        : { completed, failed: failed ?? null, lastCompleted: checkpoint ?? null, path: path ?? null },
    pods: pods ?? null,
    vertices: vertices.map(({ name, parallelism, inputs, load, isBottleneck }) => ({
      name,
      parallelism,
      inputs: inputs.map((index) => vertices[index]?.name ?? null),
      isBottleneck,
      busy: load?.busy ?? null,
      backPressured: load?.backPressured ?? null,
      idle: load?.idle ?? null,
      readRecordsPerSecond: load?.readRecords ?? null,
      writeRecordsPerSecond: load?.writeRecords ?? null,
    })),
  };
}
