/** Addresses of pages that flink-tui itself has built, such as a forward. */
const ownUrl = /^https?:\/\/[\w.:[\]-]+\/?$/;

/**
 * Makes a URL in a text a link (OSC 8), if it is whole. Terminals without links show the text only. A URL from a pod must
 * not be passed.
 */
export function withLink(text: string, url: string): string {
  if (!ownUrl.test(url)) return text;
  return text.replace(url, `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\`);
}
