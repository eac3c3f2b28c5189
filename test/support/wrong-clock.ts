/** Returns a `NODE_OPTIONS` value that shifts a program's wall clock. Its monotonic clock stays correct. */
export function wrongClock(aheadMs: number): string {
  const code =
    'const RealDate = Date;' +
    `globalThis.Date = class extends RealDate { constructor(...given) { given.length ? super(...given) : super(RealDate.now() + ${aheadMs}); } ` +
    `static now() { return RealDate.now() + ${aheadMs}; } };`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}
