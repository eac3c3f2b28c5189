import { explainFileError } from '../../../logs/spool/explain-file-error.ts';
import { formatSize } from '../../../text/format-size.ts';
import { followedSources } from '../../state/logs/followed-logs.ts';
import { showFailure } from '../../state/open/show-text.ts';
import { changeActivity, endActivity, startActivity } from '../../state/run/activities.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { SaveOptions } from './open-log-prompt.ts';
import { type SaveProblem, explainSaveError } from './explain-save-error.ts';
import { readLogText } from './read-log-text.ts';

/**
 * Writes what the filters leave, or everything, to a file: whole lines as they came, frames included. Resolves to what
 * has to be put right in the path, if something has; a file that is there already is then left as it is.
 */
export async function saveLogs(
  screen: Screen,
  file: string,
  what: SaveOptions['lines'],
  overwrite: boolean,
): Promise<SaveProblem | undefined> {
  const state = screen.store.getState();
  const filtering = what === 'shown' ? state.logs.filterScan : undefined;
  const activity = startActivity(screen, { kind: 'running', title: `saving to ${file}`, step: '' });
  const text = readLogText(followedSources(state), filtering, (step) => changeActivity(screen, activity, step));
  try {
    const saved = await screen.saveLines(file, text, { overwrite, signal: screen.signal });
    showMessage(screen, `saved ${formatSize(saved.bytes)} to ${saved.file}`, 'ok');
    return undefined;
  } catch (error) {
    if (screen.signal.aborted) return undefined;
    screen.log(error);
    const reason = await explainSaveError(file, error);
    if (reason === undefined) showFailure(screen, 'save', explainFileError(error), []);
    return reason;
  } finally {
    endActivity(screen, activity);
  }
}
