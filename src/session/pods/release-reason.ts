import { explainEnd } from './exit-code.ts';
import { asSentence, type PodClassification, type ReleaseReason } from './pod-status.ts';

/** Its clock is its node's. */
const skewMs = 5000;

/** What the JobManager said of this pod, and not of one before it that had the same name. */
export function releaseReasonOf(
  releaseReasons: ReadonlyMap<string, ReleaseReason>,
  { name, createdAt }: { readonly name: string; readonly createdAt: number },
): ReleaseReason | undefined {
  const found = releaseReasons.get(name);
  return found !== undefined && found.at > createdAt - skewMs ? found : undefined;
}

const ended = /^Pod terminated, container termination statuses: \[[^(]*\(exitCode=(\d+), reason=(\w+)/;
/** By itself, or asked to. */
const ordinaryExits = new Set([0, 143]);

/** What became of a TaskManager by its JobManager's word; the words were measured with Flink 2.3. */
export function classifyReleased({ reason }: ReleaseReason): PodClassification {
  if (reason.includes('the resource is no longer needed')) {
    return { status: 'released', health: 'gone', reason: 'released by Flink as no longer needed' };
  }
  if (reason.startsWith('The TaskExecutor is shutting down')) {
    const why = 'it told Flink that it was shutting down; what stopped it was not seen';
    return { status: 'deleted', health: 'warning', reason: why };
  }
  const [, exitCode, exitReason] = ended.exec(reason) ?? [];
  if (exitCode === undefined)
    return { status: 'deleted', health: 'error', reason: `Flink let it go: ${asSentence(reason)}` };
  if (ordinaryExits.has(Number(exitCode))) {
    return {
      status: 'deleted',
      health: 'warning',
      reason: `its process ended (exit code ${exitCode}), and Flink let it go`,
    };
  }
  const word = exitReason === 'OOMKilled' ? 'OOM-killed' : 'failed';
  return { status: word, health: 'error', reason: explainEnd({ exitCode: Number(exitCode), reason: exitReason }) };
}
