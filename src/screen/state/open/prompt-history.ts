import { type Line, lineOf } from '../../draw/edit-line.ts';
import type { Screen } from '../screen.ts';

/** A typed line and its position in the history of its prompt. */
export type HistoryLine = {
  readonly line: Line;
  /** Counted from the end of the history; 0 is the draft. */
  readonly historyOffset: number;
  /** The typed line, kept while the history is shown. */
  readonly draft: string;
};

const maxEntries = 100;

/** Returns a line that the user has typed or edited. */
export function typedLine(line: Line): HistoryLine {
  return { line, historyOffset: 0, draft: '' };
}

/** Returns an older entry for the step 1, a newer one for -1, or the draft after the newest entry. */
export function recallLine({ store }: Screen, purpose: string, typed: HistoryLine, step: number): HistoryLine {
  const draft = typed.historyOffset === 0 ? typed.line.text : typed.draft;
  const entries = (store.getState().histories[purpose] ?? []).filter((entry) => entry !== draft);
  const historyOffset = Math.max(0, Math.min(entries.length, typed.historyOffset + step));
  const text = historyOffset === 0 ? draft : (entries.at(-historyOffset) ?? '');
  return { line: lineOf(text), historyOffset, draft };
}

/** Adds an entered line as the newest entry. An equal older entry moves. */
export function rememberLine({ store }: Screen, purpose: string, text: string): void {
  if (text.trim() === '') return;
  store.setState(({ histories }) => {
    const others = (histories[purpose] ?? []).filter((entry) => entry !== text);
    return { histories: { ...histories, [purpose]: [...others, text].slice(-maxEntries) } };
  });
}
