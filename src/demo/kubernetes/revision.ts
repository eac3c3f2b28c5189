import { Refusal } from './status.ts';

/** The query's resourceVersion; undefined for none and for 0, which both mean whatever is at hand. */
export function readRevision(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion') ?? '';
  if (text === '' || text === '0') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const message = `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;
  throw new Refusal(500, undefined, message);
}

/** A revision of the future comes from another cluster, or from before this one was restored. */
export function refuseFuture(asked: number, current: number): void {
  if (asked <= current) return;
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' };
  throw new Refusal(504, 'Timeout', message, { causes: [cause], retryAfterSeconds: 1 });
}
