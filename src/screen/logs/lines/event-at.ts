import type { LineId } from '../../../logs/view/log-position.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { fullLineText } from './full-line-text.ts';

/** More lines than this are no event that anybody reads. */
const longestEvent = 5000;

/** The lines of the event that a line is of, as they came, and where they begin. */
export function eventAt(
  { session }: ScreenState,
  { key, sequence }: LineId,
): { readonly head: LineId; readonly at: number | undefined; readonly lines: readonly string[] } {
  const source = session?.logs.source(key);
  if (source === undefined) return { head: { key, sequence }, at: undefined, lines: [] };
  const head = source.headOf(sequence);
  let end = sequence + 1;
  while (end < source.end && end - head < longestEvent && !['head', 'gap'].includes(source.roleAt(end))) end += 1;
  const lines = source.lines(head, end);
  return {
    head: { key, sequence: head },
    at: lines[0]?.at,
    lines: lines.map(fullLineText),
  };
}
