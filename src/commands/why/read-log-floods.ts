import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { LogFloods } from '../../session/talkers/log-floods.ts';
import { sampleFloods } from '../../session/talkers/sample-floods.ts';
import { countOf } from '../../text/count-of.ts';
import type { Services } from '../record/command.ts';

export type SampledFloods = { readonly logFloods: LogFloods; readonly notes: readonly string[] };

/** Returns the floods that the screen has counted, or reads samples of the logs of a few pods. */
export async function readLogFloods(
  { connection, snapshot: counted }: Services,
  { pods = [] }: SessionSnapshot,
  signal: AbortSignal,
): Promise<SampledFloods> {
  if (counted?.logFloods?.state === 'counted') return { logFloods: counted.logFloods, notes: [] };
  const { kubernetes, target } = connection;
  const origins = pods
    .filter(({ goneAt }) => goneAt === undefined)
    .flatMap(({ name, containers: [container] }) => (container === undefined ? [] : [{ pod: name, container }]));
  const { logFloods, skipped } = await sampleFloods(kubernetes, target.namespace, origins, signal);
  const notes =
    skipped === 0 ? [] : [`Log volume: the logs of ${countOf(skipped, 'more pod')} were not sampled. Run talkers POD`];
  return { logFloods, notes };
}
