/** `████▌     `: a share from 0 to 1. */
export function shareBar(share: number, width: number): string {
  const halves = Math.round(share * width * 2);
  const bar = '█'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '▌' : '');
  return bar.padEnd(width);
}
