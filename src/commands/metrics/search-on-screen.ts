import type { Input } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { numberOption, textOption } from '../record/shared-options.ts';

/** Returns the job and the typed search for the tab of the screen. */
export function searchOnScreen(input: Input): Input {
  const { arguments: words, options } = input;
  if (words.length === 0 || options.taskmanager !== undefined || options.jobmanager !== undefined) {
    throw new CommandError(exitCodes.usage, 'on the screen, metrics requires a JOB', [
      'The tab Metrics of a job also has the metrics of its TaskManagers and of the JobManager',
    ]);
  }
  const subtask = numberOption(input, 'subtask');
  const further = [textOption(input, 'vertex'), subtask === undefined ? undefined : `#${subtask}`];
  return { ...input, arguments: [...words, ...further.filter((word) => word !== undefined)] };
}
