import type { Checkpoints } from '../../../flink/responses.ts';
import type { JobEntry, LastSeenEntry, SeenFinding } from '../entry.ts';
import { cut, packVertices } from './pack-vertices.ts';
import type { Sighting } from './sighting.ts';

const maxFindings = 3;
const maxTextLength = 300;
const maxNameLength = 200;
const maxPods = 100;

/** Clocks minus the API server's clock, ms. */
type Ahead = { readonly localMs: number; readonly flinkMs: number };

/** Returns the entry of a job that has ended. `end` is its last state. `pods` is undefined if they are unknown. */
export function lastSeenEntry(
  end: JobEntry,
  { job, state, loads, checkpoints, judgement }: Sighting,
  pods: readonly string[] | undefined,
  ahead: Ahead,
): LastSeenEntry {
  const packed = state && packVertices(state.detail.vertices, loads);
  const bottleneck = judgement?.bottleneckId === undefined ? undefined : packed?.indexOf(judgement.bottleneckId);
  const findings = judgement?.findings.slice(0, maxFindings).map(shortened) ?? [];
  return {
    ...end,
    kind: 'last-seen',
    jobName: cut(end.jobName, maxNameLength),
    startedAt: Math.round(job.startTime - ahead.flinkMs),
    ...(packed?.measuredAt !== undefined && { measuredAt: Math.round(packed.measuredAt - ahead.localMs) }),
    ...packed?.vertices,
    ...(bottleneck !== undefined && { bottleneck }),
    ...(findings.length > 0 && { findings }),
    ...countsOf(checkpoints),
    ...(pods !== undefined && { pods: pods.slice(0, maxPods) }),
  };
}

const shortened = ({ rule, severity, text }: SeenFinding): SeenFinding => ({
  rule,
  severity,
  text: cut(text, maxTextLength),
});

function countsOf(checkpoints: Checkpoints | undefined): Partial<LastSeenEntry> {
  if (checkpoints?.enabled !== true) return {};
  const { completed, failed, latestCompleted } = checkpoints;
  if (latestCompleted === undefined) return { completed, failed };
  const { id: checkpoint, path } = latestCompleted;
  return { completed, failed, checkpoint, ...(path !== undefined && { path }) };
}
