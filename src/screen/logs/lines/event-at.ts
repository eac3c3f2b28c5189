import type { LineId } from '../../../logs/view/log-position.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { fullLineText } from './full-line-text.ts';

/** Limit for the lines of one event. */
const maxEventLines = 5000;

/** Returns the head, the time and the original lines of the event that contains a line. */
export function eventAt(
  { session }: ScreenState,
  { key, sequence }: LineId,
): { readonly head: LineId; readonly at: number | undefined; readonly lines: readonly string[] } {
  const source = session?.logs.source(key);
  if (source === undefined) return { head: { key, sequence }, at: undefined, lines: [] };
  const head = source.headOf(sequence);
  let end = sequence + 1;
  while (end < source.end && end - head < maxEventLines && !['head', 'gap'].includes(source.roleAt(end))) end += 1;
  const lines = source.lines(head, end);
  return {
    head: { key, sequence: head },
    at: lines[0]?.at,
    lines: lines.map(fullLineText),
  };
}
