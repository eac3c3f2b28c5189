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
  const reload = line.startsWith('GET ') ? `<meta http-equiv="refresh" content="${retryAfterSeconds}">` : '';
  const page = [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>503 ${escapeHtml(title)}</title>${reload}`,
    '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:4em auto;padding:0 1em}p{color:#555}</style></head>',
    `<body><h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(reason)}</p>`,
    `<p>flink-tui keeps this port open and goes on trying${reload === '' ? '' : '; this page asks again by itself'}.</p>`,
    '</body></html>',
    '',
  ].join('\n');
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(page)}`,
    `Retry-After: ${retryAfterSeconds}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${line.startsWith('HEAD ') ? '' : page}`;
}

const escapes: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
