import type { SessionSnapshot } from '../../snapshot.ts';
import { isSensitiveKey, masked, maskText } from '../mask.ts';
import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds changes of the image, of the replicas and of Flink's configuration. */
export const deploymentChanges: FindChanges = ({ deployment: known }, snapshot, clock) => {
  const values = deploymentValues(snapshot);
  if (values === undefined) return [];
  // The known values are masked once.
  const changed = [...values].filter(([what, value]) => known?.get(what) !== maskText(value));
  const removed = [...(known?.keys() ?? [])].filter((what) => !values.has(what));
  if (changed.length === 0 && removed.length === 0) return [];
  const changes = [...changed.map(([what, to]) => ({ what, to })), ...removed.map((what) => ({ what }))].map(
    (change) => {
      const from = known?.get(change.what);
      return from === undefined ? change : { ...change, from };
    },
  );
  return [{ kind: 'deployment', ...seenNow(clock), changes, ...(known === undefined && { isFirst: true }) }];
};

/** Returns undefined until both the Deployment and the configuration are read, so that the first values are complete. */
function deploymentValues({ deployment, configuration }: SessionSnapshot): ReadonlyMap<string, string> | undefined {
  if (deployment === undefined || configuration === undefined) return undefined;
  const { image, replicas } = deployment;
  return new Map([
    ...(image === undefined ? [] : [['image', image] as const]),
    ['replicas', String(replicas)],
    ...[...configuration].map(([key, value]) => [`config ${key}`, isSensitiveKey(key) ? masked : value] as const),
  ]);
}
