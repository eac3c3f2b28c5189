import type { MemoryPartName } from '../../../session/memory/memory-parts.ts';
import { type PodMemory, partsOf } from '../../../session/memory/pod-memory.ts';
import { inMebibytes } from '../../../session/memory/size-texts.ts';
import { divide } from '../../../text/divide.ts';
import { widthOf } from '../../draw/fit.ts';
import type { Theme, Token } from '../../theme/theme.ts';

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
  if (parts.length === 0 || width <= 0) return [];
  const sizes = parts.map(({ bytes }) => bytes);
  const cells = divide(width, sizes, 1);
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
