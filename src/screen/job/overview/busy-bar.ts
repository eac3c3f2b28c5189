/** Columns of the number beside the bar: ` 100%`. */
const numberWidth = 5;

/** Width of the bar and its number. Wide pages have longer bars. */
export function busyWidth(width: number): number {
  return numberWidth + (width < 100 ? 5 : width < 160 ? 10 : 20);
}

/** Formats a share from 0 to 1: `▓▓▓▓░  85%`. */
export function busyBar(share: number, width: number): string {
  const cells = width - numberWidth;
  const filled = Math.min(cells, Math.max(0, Math.round(share * cells)));
  return '▓'.repeat(filled) + '░'.repeat(cells - filled) + `${Math.round(share * 100)}%`.padStart(numberWidth);
}
