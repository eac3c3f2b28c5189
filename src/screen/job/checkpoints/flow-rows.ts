import { cell, cut, widthOf } from '../../draw/fit.ts';
import { labelWidth, type Part, paintPart } from '../../draw/section-rows.ts';
import type { Theme } from '../../theme/theme.ts';

const separator = ', ';

/** Returns a label and texts after it, separated by commas. Texts that do not fit in `maxRows` rows are left out. */
export function flowRows(
  label: string,
  parts: readonly Part[],
  width: number,
  theme: Theme,
  maxRows = 3,
): readonly string[] {
  const room = Math.max(1, width - labelWidth);
  const rows: Part[][] = [[]];
  let used = 0;
  for (const { text, token } of parts) {
    const part = { text: cut(text, room - 1), token };
    const columns = widthOf(part.text) + separator.length;
    if (used > 0 && used + columns > room + 1) {
      if (rows.length === maxRows) break;
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(part);
    used += columns;
  }
  return rows.map((row, index) => {
    const painted = row.map((part) => paintPart(part, theme)).join(separator);
    const end = index === rows.length - 1 ? '' : ',';
    return theme.muted(`${cell(index === 0 ? label : '', labelWidth - 1)} `) + painted + end;
  });
}
