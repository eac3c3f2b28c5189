import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogPosition } from '../../../logs/view/log-position.ts';
import { linesAfter } from '../../../logs/view/merged-lines.ts';
import { type ShownLines, shownLines } from '../../../logs/view/shown-lines.ts';
import { formatSize } from '../../../text/format-size.ts';
import { changeActivity, endActivity, startActivity } from '../activities.ts';
import { type Screen, say } from '../screen.ts';
import { showFailure } from '../show-text.ts';
import { followedSources } from './followed-logs.ts';

export type LogsToSave = 'shown' | 'all';

const chunkLines = 500;

/**
 * Writes what the filters leave, or everything, to a file: whole lines as they came, frames included. Resolves to
 * false if there is such a file already, which is then left as it is.
 */
export async function saveLogs(screen: Screen, file: string, what: LogsToSave, overwrite: boolean): Promise<boolean> {
  const state = screen.store.getState();
  const unfolded = { areFolded: false, except: new Set<string>() };
  const filtering = what === 'shown' ? state.logs.filtering : undefined;
  const logs = followedSources(state).map((source) => shownLines(source, filtering, unfolded));
  const activity = startActivity(screen, { kind: 'running', title: `saving to ${file}`, step: '' });
  const told = (lines: number) => changeActivity(screen, activity, `${lines} lines`);
  try {
    const saved = await screen.saveLines(file, textOf(logs, told), { overwrite, signal: screen.signal });
    say(screen, `saved ${formatSize(saved.bytes)} to ${saved.file}`, 'ok');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    if (screen.signal.aborted) return true;
    screen.log(error);
    showFailure(screen, 'save', error instanceof Error ? error.message : String(error), []);
    return true;
  } finally {
    endActivity(screen, activity);
  }
}

/** Up to where the logs are now, a piece a turn, so that keys are answered between. */
async function* textOf(logs: readonly ShownLines[], told: (lines: number) => void): AsyncGenerator<string> {
  const ends = new Map(logs.map(({ source }) => [source.key, source.end]));
  let cut: LogPosition = new Map(logs.map(({ source }) => [source.key, source.first]));
  let count = 0;
  for (;;) {
    const places = linesAfter(logs, cut, chunkLines).filter(({ key, sequence }) => sequence < (ends.get(key) ?? 0));
    if (places.length === 0) return;
    const texts = places.map(({ key, sequence }) => {
      const source = logs.find((log) => log.source.key === key)?.source;
      const [line] = source?.lines(sequence, sequence + 1) ?? [];
      const text = line?.kind === 'line' ? line.text : `┄┄ ${line?.cause ?? 'this line can no longer be read'} ┄┄`;
      return `${logs.length > 1 ? `[${source?.pod}] ` : ''}${text}\n`;
    });
    const next = new Map(cut);
    for (const { key, sequence } of places) next.set(key, sequence + 1);
    cut = next;
    count += places.length;
    if (count % (chunkLines * 100) === 0) told(count);
    yield texts.join('');
    await nextTurn();
  }
}
