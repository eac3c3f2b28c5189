import type { MemoryPartName } from '../../session/memory/memory-parts.ts';
import { type PodMemory, partsOf } from '../../session/memory/pod-memory.ts';
import { inMebibytes } from '../../session/memory/size-texts.ts';
import { largest } from '../../text/largest.ts';
import { widthOf } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';

/** How a part of the memory is drawn. Each has its own character, so that nothing depends on colour. */
const looks: { readonly [Name in MemoryPartName]: { readonly character: string; readonly token: Token } } = {
  heap: { character: '█', token: 'job.1' },
  metaspace: { character: '▓', token: 'job.2' },
  direct: { character: '▒', token: 'job.3' },
  managed: { character: '▆', token: 'job.4' },
  'other JVM': { character: '▂', token: 'job.5' },
  unexplained: { character: '×', token: 'warning' },
  free: { character: '·', token: 'muted' },
};

/** Returns the bar of a container, and a legend with sizes, as far as it fits into one row. */
export function barRows(memory: PodMemory, width: number, theme: Theme): readonly string[] {
  const { parts } = partsOf(memory);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total === 0 || width <= 0) return [];
  const cells = cellsOf(
    parts.map(({ bytes }) => bytes),
    total,
    width,
  );
  const bar = parts.map(({ name }, index) => theme[looks[name].token](looks[name].character.repeat(cells[index] ?? 0)));
  const legend: string[] = [];
  let used = 0;
  for (const { name, bytes } of parts) {
    const text = ` ${name} ${inMebibytes(bytes)}`;
    used += widthOf(text) + 3;
    if (used > width + 2) break;
    legend.push(theme[looks[name].token](looks[name].character) + text);
  }
  return [bar.join(''), legend.join('  ')];
}

export const lookOf = (name: MemoryPartName) => looks[name];

/** Divides the width by largest remainders. A part that is not empty has at least one cell. */
function cellsOf(sizes: readonly number[], total: number, width: number): readonly number[] {
  const exact = sizes.map((bytes) => (bytes / total) * width);
  const cells = exact.map((share) => Math.max(1, Math.floor(share)));
  let left = width - cells.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    cells[index] = (cells[index] ?? 0) + 1;
    left -= 1;
  }
  while (left < 0) {
    const widest = cells.indexOf(largest(cells, Number.NEGATIVE_INFINITY));
    cells[widest] = (cells[widest] ?? 1) - 1;
    left += 1;
  }
  return cells;
}
