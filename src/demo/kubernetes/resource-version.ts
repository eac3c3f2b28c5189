import { StatusError } from './status.ts';

/** Parses the `resourceVersion` parameter. Returns undefined if it is missing or 0, which means the current version. */
export function parseResourceVersion(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion') ?? '';
  if (text === '' || text === '0') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const message = `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;
  throw new StatusError(500, undefined, message);
}

/** Throws if the requested revision is newer than the current one, for example after etcd was restored. */
export function rejectFutureRevision(requested: number, current: number): void {
  if (requested <= current) return;
  const message = `Timeout: Too large resource version: ${requested}, current: ${current}`;
  const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' };
  throw new StatusError(504, 'Timeout', message, { causes: [cause], retryAfterSeconds: 1 });
}
