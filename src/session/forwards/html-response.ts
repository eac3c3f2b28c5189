type HtmlResponse = {
  /** For example `503 Service Unavailable`. */
  readonly status: string;
  readonly title: string;
  /** Paragraphs as HTML. */
  readonly paragraphs: readonly string[];
  readonly reloadAfterSeconds?: number | undefined;
  readonly headers?: readonly string[];
};

/** Returns a complete HTTP response with an HTML page. The response asks the client to close the connection. */
export function htmlResponse(isHead: boolean, response: HtmlResponse): string {
  const { status, title, paragraphs, reloadAfterSeconds, headers = [] } = response;
  const reload = reloadAfterSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${reloadAfterSeconds}">`;
  const page = [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${status.slice(0, 3)} ${escapeHtml(title)}</title>${reload}`,
    '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:4em auto;padding:0 1em}p{color:#555}</style></head>',
    `<body><h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${paragraph}</p>`),
    '</body></html>',
    '',
  ].join('\n');
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(page)}`,
    ...headers,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${isHead ? '' : page}`;
}

const escapes: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
