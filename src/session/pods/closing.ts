import { explainEnd } from './explain-end.ts';
import { asSentence, type Standing } from './standing.ts';

/** Why the JobManager let a TaskManager go, in its own words, and when it said so (epoch ms). */
export type Closing = { readonly at: number; readonly reason: string };

const ended = /^Pod terminated, container termination statuses: \[[^(]*\(exitCode=(\d+), reason=(\w+)/;
/** By itself, or asked to. */
const ordinaryExits = new Set([0, 143]);

/** What became of a TaskManager by its JobManager's word; the words were measured with Flink 2.3. */
export function closingStanding({ reason }: Closing, idleTimeout: string): Standing {
  if (reason.includes('the resource is no longer needed')) {
    return { word: 'released', health: 'gone', why: `released by Flink after ${idleTimeout} of idleness` };
  }
  if (reason.startsWith('The TaskExecutor is shutting down')) {
    const why = 'asked to stop, and not by Flink: its pod was deleted by hand, or its node drained';
    return { word: 'deleted', health: 'warning', why };
  }
  const [, exitCode, exitReason] = ended.exec(reason) ?? [];
  if (exitCode === undefined)
    return { word: 'deleted', health: 'error', why: `Flink let it go: ${asSentence(reason)}` };
  if (ordinaryExits.has(Number(exitCode))) {
    return {
      word: 'deleted',
      health: 'warning',
      why: `its process ended (exit code ${exitCode}), and Flink let it go`,
    };
  }
  const word = exitReason === 'OOMKilled' ? 'OOM-killed' : 'failed';
  return { word, health: 'error', why: explainEnd({ exitCode: Number(exitCode), reason: exitReason }) };
}
