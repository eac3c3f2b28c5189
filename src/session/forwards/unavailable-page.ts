import { escapeHtml, htmlAnswer } from './html-answer.ts';

const requestLine = /^[A-Z]{3,10} \S{1,8192} HTTP\/1\.[01]\r?\n/;
const retryAfterSeconds = 5;

/** The whole answer to an HTTP request for which there is no pod; undefined if these first bytes are none. */
export function unavailablePage(
  firstBytes: Buffer,
  { title, reason }: { readonly title: string; readonly reason: string },
): string | undefined {
  const line = requestLine.exec(firstBytes.toString('latin1', 0, 8300))?.[0];
  if (line === undefined) return undefined;
  // What was to be changed is not to be asked for by itself.
  const isReloaded = line.startsWith('GET ');
  const asks = isReloaded ? '; this page asks again by itself' : '';
  return htmlAnswer(line.startsWith('HEAD '), {
    status: '503 Service Unavailable',
    title,
    paragraphs: [escapeHtml(reason), `flink-tui keeps this port open and goes on trying${asks}.`],
    reloadAfterSeconds: isReloaded ? retryAfterSeconds : undefined,
    headers: [`Retry-After: ${retryAfterSeconds}`],
  });
}
