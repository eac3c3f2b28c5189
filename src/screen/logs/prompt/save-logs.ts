import { explainFileError } from '../../../logs/spool/explain-file-error.ts';
import { formatSize } from '../../../text/format-size.ts';
import { addFailure } from '../../state/acts/record-act.ts';
import { followedSources } from '../../state/logs/followed-logs.ts';
import { changeActivity, endActivity, startActivity } from '../../state/run/activities.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { explainSaveError, type SaveProblem } from './explain-save-error.ts';
import type { SaveOptions } from './open-log-prompt.ts';
import { readLogText } from './read-log-text.ts';

/**
 * Saves the original text of the shown or all lines to a file, including folded frames. Resolves to a problem with the
 * path, or undefined.
 */
export async function saveLogs(
  screen: Screen,
  file: string,
  lines: SaveOptions['lines'],
  overwrite: boolean,
): Promise<SaveProblem | undefined> {
  const state = screen.store.getState();
  const filterScan = lines === 'shown' ? state.logs.filterScan : undefined;
  const activity = startActivity(screen, { kind: 'running', title: `Saving to ${file}`, step: '' });
  const text = readLogText(followedSources(state), filterScan, (step) => changeActivity(screen, activity, step));
  try {
    const result = await screen.saveLines(file, text, { overwrite, signal: screen.signal });
    showMessage(screen, `Saved ${formatSize(result.bytes)} to ${result.file}`, 'ok');
    return undefined;
  } catch (error) {
    if (screen.signal.aborted) return undefined;
    screen.log(error);
    const problem = await explainSaveError(file, error);
    if (problem === undefined)
      addFailure(screen, { title: `Save logs to ${file}`, line: undefined, details: [explainFileError(error)] });
    return problem;
  } finally {
    endActivity(screen, activity);
  }
}
