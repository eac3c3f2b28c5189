import type { FoldedFrames, TraceLine } from '../../session/jobs/fold-trace.ts';
import { countOf } from '../../text/count-of.ts';
import { cut, wrapAndCut } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';
import { partsRow } from './exceptions/parts-row.ts';

const maxLineRows = 4;

const lineTokens: { readonly [Kind in TraceLine['kind']]: Token | undefined } = {
  exception: 'log.exception',
  'user frame': 'strong',
  frame: 'log.frame',
  text: undefined,
};

/** Library frames are cut. All other lines are shown in full, as far as possible. */
export function traceLineRows(line: TraceLine | FoldedFrames, width: number, theme: Theme): readonly string[] {
  if (line.kind === 'folded') return [theme['log.frame'](cut(`    … ${countOf(line.count, 'library frame')}`, width))];
  const token = lineTokens[line.kind];
  const rows = line.kind === 'frame' ? [cut(line.text, width)] : wrapAndCut(line.text, width, maxLineRows);
  return rows.map((text) => partsRow([{ text, token }], width, theme));
}
