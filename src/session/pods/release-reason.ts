import { explainExit } from './exit-code.ts';
import { firstLineOf, type PodClassification, type ReleaseReason } from './pod-status.ts';

/** Maximum clock difference between the JobManager's node and the API server. */
const skewMs = 5000;

/**
 * Returns the reason that the JobManager logged for this pod. Ignores a reason for an earlier pod with the same name.
 */
export function releaseReasonOf(
  releaseReasons: ReadonlyMap<string, ReleaseReason>,
  { name, createdAt }: { readonly name: string; readonly createdAt: number },
): ReleaseReason | undefined {
  const found = releaseReasons.get(name);
  return found !== undefined && found.at > createdAt - skewMs ? found : undefined;
}

/** The reason for a TaskManager that Flink stopped without a closing line. */
export const stoppedReason = 'stopped before it registered';

const ended = /^Pod terminated, container termination statuses: \[[^(]*\(exitCode=(\d+), reason=(\w+)/;
/** Exit codes of a normal exit and of SIGTERM. */
const ordinaryExits = new Set([0, 143]);

/**
 * Classifies a released TaskManager by the reason that its JobManager logged. The patterns match the messages of Flink
 * 2.3.
 */
export function classifyReleased({ reason }: ReleaseReason): PodClassification {
  if (reason.includes('the resource is no longer needed')) {
    return { status: 'released', health: 'gone', reason: 'released by Flink as no longer needed' };
  }
  if (reason === stoppedReason) {
    return { status: 'released', health: 'gone', reason: 'released by Flink before it registered' };
  }
  if (reason.startsWith('The TaskExecutor is shutting down')) {
    const reported = 'TaskManager reported its shutdown; cause unknown';
    return { status: 'deleted', health: 'warning', reason: reported };
  }
  const [, exitCode, exitReason] = ended.exec(reason) ?? [];
  if (exitCode === undefined)
    return { status: 'deleted', health: 'error', reason: `released by Flink: ${firstLineOf(reason)}` };
  if (ordinaryExits.has(Number(exitCode))) {
    return {
      status: 'deleted',
      health: 'warning',
      reason: `process exited (exit code ${exitCode}), released by Flink`,
    };
  }
  if (exitReason === 'OOMKilled') {
    return { status: 'OOM-killed', health: 'error', reason: 'killed by the kernel: memory limit exceeded' };
  }
  return { status: 'failed', health: 'error', reason: explainExit(Number(exitCode)) };
}
