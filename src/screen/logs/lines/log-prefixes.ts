import type { LogSource } from '../../../logs/log-store.ts';
import { largest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import type { Token } from '../../theme/theme.ts';

export type LogPrefix = { readonly text: string; readonly token: Token };

const sourceTokens = [
  'log.source.1',
  'log.source.2',
  'log.source.3',
  'log.source.4',
  'log.source.5',
  'log.source.6',
] as const satisfies readonly Token[];
const maxWidth = 20;

/** Returns the pod prefix of each log by source key. Prefixes of a pod with several logs include the container. */
export function logPrefixes(sources: readonly LogSource[], clusterId: string): ReadonlyMap<string, LogPrefix> {
  const counts = new Map<string, number>();
  for (const { uid } of sources) counts.set(uid, (counts.get(uid) ?? 0) + 1);
  const names = sources.map(({ key, uid, pod, container }) => {
    const name = shortPodName(pod, clusterId)
      .replace(/^taskmanager-/, 'tm-')
      .replace(/^[0-9a-f]+-(?=\w{5}$)/, 'jm-');
    return [key, counts.get(uid) === 1 ? name : `${name}/${container}`] as const;
  });
  const width = largest(names.map(([, { length }]) => Math.min(length, maxWidth)));
  return new Map(
    names.map(([key, name], index) => [
      key,
      {
        text: `${name.slice(-width).padEnd(width)} `,
        token: sourceTokens[index % sourceTokens.length] ?? 'log.source.1',
      },
    ]),
  );
}
