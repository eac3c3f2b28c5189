import type { ConfigMap } from '../../kubernetes/objects.ts';
import { timeOf } from './object-time.ts';

export type LastChange = {
  /** `ann@laptop`, `kubectl-edit`, `another client` */
  readonly by: string;
  /** Epoch ms by the API server's clock; undefined if unknown. */
  readonly at: number | undefined;
};

const ownPrefix = 'flink-tui ';

/** Returns the field manager for writes by flink-tui. The API server accepts up to 128 printable characters. */
export const fieldManager = (user: string): string => `${ownPrefix}${user}`.replace(/[^ -~]/g, '?').slice(0, 128);

/** Finds the last change of a file in the managed fields of its ConfigMap. */
export function findLastChange({ metadata }: ConfigMap, key: string): LastChange {
  const owners = (metadata?.managedFields ?? []).filter(({ fieldsV1 }) => ownsKey(fieldsV1, key));
  const writes = owners.map(({ manager, time }) => ({ manager, at: timeOf(time) }));
  const [last] = writes.sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return { by: describeManager(last?.manager), at: last?.at };
}

function ownsKey(fields: unknown, key: string): boolean {
  const data = (fields as { readonly 'f:data'?: Record<string, unknown> } | undefined)?.['f:data'];
  return data !== undefined && `f:${key}` in data;
}

function describeManager(manager: string | undefined): string {
  if (!manager) return 'another client';
  if (manager.startsWith(ownPrefix)) return manager.slice(ownPrefix.length);
  return manager === 'flink-tui' ? 'another flink-tui' : manager;
}
