import { explainEnd } from './explain-end.ts';
import { asSentence, type Closing, type Standing } from './standing.ts';

/** Its clock is its node's. */
const skewMs = 5000;

/** What the JobManager said of this pod, and not of one before it that had the same name. */
export function closingOf(
  closings: ReadonlyMap<string, Closing>,
  { name, createdAt }: { readonly name: string; readonly createdAt: number },
): Closing | undefined {
  const closing = closings.get(name);
  return closing !== undefined && closing.at > createdAt - skewMs ? closing : undefined;
}

const ended = /^Pod terminated, container termination statuses: \[[^(]*\(exitCode=(\d+), reason=(\w+)/;
/** By itself, or asked to. */
const ordinaryExits = new Set([0, 143]);

/** What became of a TaskManager by its JobManager's word; the words were measured with Flink 2.3. */
export function closingStanding({ reason }: Closing): Standing {
  if (reason.includes('the resource is no longer needed')) {
    return { word: 'released', health: 'gone', why: 'released by Flink as no longer needed' };
  }
  if (reason.startsWith('The TaskExecutor is shutting down')) {
    const why = 'it told Flink that it was shutting down; what stopped it was not seen';
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
