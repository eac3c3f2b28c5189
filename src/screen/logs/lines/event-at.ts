import type { LogLine } from '../../../logs/log-store.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { fullLineText } from './full-line-text.ts';

/** Limit for the lines of one event. */
const maxEventLines = 5000;

type LogEvent = {
  readonly head: LineId;
  readonly at: number | undefined;
  readonly entries: readonly LogLine[];
  /** The original text of the entries. */
  readonly lines: readonly string[];
};

/** Returns the event that contains a line. */
export function eventAt({ session }: ScreenState, { key, sequence }: LineId): LogEvent {
  const source = session?.logs.source(key);
  if (source === undefined) return { head: { key, sequence }, at: undefined, entries: [], lines: [] };
  const head = source.headOf(sequence);
  let end = sequence + 1;
  while (end < source.end && end - head < maxEventLines && !['head', 'gap'].includes(source.roleAt(end))) end += 1;
  const entries = source.lines(head, end);
  return { head: { key, sequence: head }, at: entries[0]?.at, entries, lines: entries.map(fullLineText) };
}
