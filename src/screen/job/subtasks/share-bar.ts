/** Columns of the number: ` 100%`. */
const numberWidth = 5;
/** Narrower columns have no bar. */
const minWidth = numberWidth + 4;

/** Formats a share from 0 to 1 as a bar and a number, `▓▓▓▓░  85%`, or as a number only. */
export function shareBar(share: number | undefined, width: number): string {
  if (share === undefined) return '–'.padStart(width);
  const number = `${Math.round(share * 100)}%`;
  if (width < minWidth) return number.padStart(width);
  const cells = width - numberWidth;
  const filled = Math.min(cells, Math.max(0, Math.round(share * cells)));
  return '▓'.repeat(filled) + '░'.repeat(cells - filled) + number.padStart(numberWidth);
}
