import type { ConfigMap } from '../../../kubernetes/objects.ts';
import type { Services } from '../../record/command.ts';
import { clockTime } from '../clock-time.ts';
import type { LiveFile } from './live-file.ts';

export type Author = {
  /** `ann@laptop`, `kubectl-edit`, `somebody else` */
  readonly by: string;
  /** Epoch milliseconds by the API server's clock; undefined where nothing tells. */
  readonly at: number | undefined;
};

const ownPrefix = 'flink-tui ';

/** What the API server notes as the author of our writes. It takes 128 printable characters. */
export const fieldManager = (who: string): string => `${ownPrefix}${who}`.replace(/[^ -~]/g, '?').slice(0, 128);

/** Who last wrote the logging file: as the API server noted it, for any client. */
export function whoWrote({ metadata }: ConfigMap, key: string): Author {
  const owners = (metadata?.managedFields ?? []).filter(({ fieldsV1 }) => ownsKey(fieldsV1, key));
  // The client's types say Date, where JSON has a string.
  const writes = owners.map(({ manager, time }) => ({ manager, at: Date.parse(String(time)) || undefined }));
  const [last] = writes.sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return { by: describeManager(last?.manager), at: last?.at };
}

/** Who gave a logger the level that it has in the file now. */
export function whoSet(file: LiveFile, logger: string, level: string | undefined): Author {
  const set = file.pending?.levels.find((one) => one.logger === logger && one.level === level);
  return set === undefined ? whoWrote(file.configMap, file.key) : { by: set.by, at: set.since };
}

/** `bob@laptop at 14:03:20` */
export function describeAuthor(services: Services, { by, at }: Author): string {
  return at === undefined ? by : `${by} at ${clockTime(services, at)}`;
}

function ownsKey(fields: unknown, key: string): boolean {
  const data = (fields as { readonly 'f:data'?: Record<string, unknown> } | undefined)?.['f:data'];
  return data !== undefined && `f:${key}` in data;
}

function describeManager(manager: string | undefined): string {
  if (!manager) return 'somebody else';
  if (manager.startsWith(ownPrefix)) return manager.slice(ownPrefix.length);
  return manager === 'flink-tui' ? 'another flink-tui' : manager;
}
