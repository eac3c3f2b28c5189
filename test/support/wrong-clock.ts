/** What makes a program's clock wrong by so much, as a `NODE_OPTIONS`. Its monotonic clock stays right. */
export function wrongClock(aheadMs: number): string {
  const code =
    'const RealDate = Date;' +
    `globalThis.Date = class extends RealDate { constructor(...given) { given.length ? super(...given) : super(RealDate.now() + ${aheadMs}); } ` +
    `static now() { return RealDate.now() + ${aheadMs}; } };`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}
