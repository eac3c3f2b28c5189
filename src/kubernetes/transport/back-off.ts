/** How long to wait before the next try after so many failures in a row: doubling, capped, and jittered by half. */
export function backOffMs(failures: number, firstMs: number, capMs: number): number {
  const full = Math.min(capMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (Math.random() * full) / 2);
}
