import { formatSize } from '../../../text/format-size.ts';
import { changeActivity, endActivity, startActivity } from '../activities.ts';
import { type Screen, say } from '../screen.ts';
import { showFailure } from '../show-text.ts';
import { followedSources } from './followed-logs.ts';
import { savedText } from './saved-text.ts';

export type LogsToSave = 'shown' | 'all';

/**
 * Writes what the filters leave, or everything, to a file: whole lines as they came, frames included. Resolves to
 * false if there is such a file already, which is then left as it is.
 */
export async function saveLogs(screen: Screen, file: string, what: LogsToSave, overwrite: boolean): Promise<boolean> {
  const state = screen.store.getState();
  const filtering = what === 'shown' ? state.logs.filtering : undefined;
  const activity = startActivity(screen, { kind: 'running', title: `saving to ${file}`, step: '' });
  const text = savedText(followedSources(state), filtering, (step) => changeActivity(screen, activity, step));
  try {
    const saved = await screen.saveLines(file, text, { overwrite, signal: screen.signal });
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
