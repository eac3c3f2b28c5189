import { escapeHtml, htmlResponse } from './html-response.ts';

const requestLine = /^[A-Z]{3,10} \S{1,8192} HTTP\/1\.[01]\r?\n/;
const retryAfterSeconds = 5;

/** Returns the complete HTTP response when no pod is available; undefined if the first bytes are not HTTP. */
export function unavailablePage(
  firstBytes: Buffer,
  { title, reason }: { readonly title: string; readonly reason: string },
): string | undefined {
  const line = requestLine.exec(firstBytes.toString('latin1', 0, 8300))?.[0];
  if (line === undefined) return undefined;
  // Only reload after a GET, because a reload must not repeat a request that changes data.
  const isReloaded = line.startsWith('GET ');
  const reload = isReloaded ? ' and reloads this page' : '';
  return htmlResponse(line.startsWith('HEAD '), {
    status: '503 Service Unavailable',
    title,
    paragraphs: [escapeHtml(reason), `flink-tui keeps this port open and keeps retrying${reload}.`],
    reloadAfterSeconds: isReloaded ? retryAfterSeconds : undefined,
    headers: [`Retry-After: ${retryAfterSeconds}`],
  });
}
