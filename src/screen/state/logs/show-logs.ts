import { selectJob } from '../../../commands/job/job-selector.ts';
import { isLogLevel } from '../../../commands/logs/log-options.ts';
import { selectPods } from '../../../commands/pods/pod-selector.ts';
import type { Input } from '../../../commands/record/command.ts';
import { CommandError, exitCodes } from '../../../commands/record/command-error.ts';
import { textOption, textOptions } from '../../../commands/record/shared-options.ts';
import { shellCommand } from '../../../commands/record/shell-command.ts';
import { hasPreviousLog, showPreviousLog } from '../open/show-previous-log.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { podUnderCursor } from '../shown-items.ts';
import { changeLogs } from './change-logs.ts';
import { filterByJob } from './filter-by-job.ts';
import { filterFromEnd } from './filter-logs.ts';
import type { LogFilterItem } from './logs-state.ts';
import { markPods, selectLogs } from './select-logs.ts';
import { parseTypedFilter } from './typed-filter.ts';

const filterOptions = ['level', 'grep', 'exclude', 'logger', 'job'];
/** Options that the pane supports, or always applies. */
const supportedOptions = ['follow', 'merge', ...filterOptions];

/**
 * Shows the logs pane with the given filters: the screen's version of the `logs` command.
 * @throws CommandError or LogFilterError for unsupported or invalid options, before any change
 */
export function showLogs(screen: Screen, input: Input): void {
  if (showsPreviousLog(screen, input)) return;
  const state = screen.store.getState();
  rejectUnsupportedOptions(input, state.snapshot);
  const pods = state.snapshot?.pods ?? [];
  const names = input.arguments.length === 0 ? [] : selectPods(namesOf(pods), input.arguments);
  const uids = names.map((name) => pods.findLast((pod) => pod.name === name)?.uid).filter((uid) => uid !== undefined);
  const jobName = textOption(input, 'job');
  const job = jobName === undefined ? undefined : selectJob(state.snapshot?.jobs ?? [], jobName);
  if (filterOptions.some((name) => input.options[name] !== undefined)) {
    const level = textOption(input, 'level');
    filterFromEnd(screen, isLogLevel(level) ? level : undefined, filtersOf(input));
  }
  if (job !== undefined) filterByJob(screen, job);
  const isUnderCursor = uids.length === 1 && uids[0] === podUnderCursor(state)?.uid;
  // Named pods take precedence over the job's pods.
  if (uids.length > 0) selectLogs(screen, isUnderCursor ? [] : uids);
  // As the key does: the marked pods, or the one under the cursor.
  else if (job === undefined) selectLogs(screen, state.tables.pods.marked);
  else {
    markPods(screen, []);
    changeLogs(screen, { areAllPods: false, paused: undefined, column: 0 });
  }
  screen.store.setState({ focus: 'logs', page: undefined });
}

/** Shows the previous log of one pod as a text, because the pane shows only the current one. */
function showsPreviousLog(screen: Screen, { arguments: selectors, options }: Input): boolean {
  const others = Object.keys(options).filter((name) => name !== 'previous');
  if (!('previous' in options) || selectors.length !== 1 || others.length > 0) return false;
  const state = screen.store.getState();
  const pods = state.snapshot?.pods ?? [];
  const [name] = selectPods(namesOf(pods), selectors);
  const pod = pods.find((row) => row.name === name);
  const available = hasPreviousLog(state, pod);
  if (available !== true) throw new CommandError(exitCodes.failed, available);
  if (pod !== undefined) void showPreviousLog(screen, pod);
  return true;
}

function rejectUnsupportedOptions({ options, line = '' }: Input, snapshot: ScreenState['snapshot']): void {
  const name = Object.keys(options).find((option) => !supportedOptions.includes(option));
  if (name === undefined || snapshot === undefined) return;
  const [, typedArguments = ''] = /^\s*\S+\s+(.*)$/.exec(line) ?? [];
  throw new CommandError(
    exitCodes.usage,
    `--${name} is not supported on the screen: it only shows lines read since attaching`,
    [`In a shell: ${shellCommand('logs', snapshot, typedArguments.trim())}`],
  );
}

const namesOf = (pods: readonly { readonly name: string }[]) => [...new Set(pods.map(({ name }) => name))];

function filtersOf(input: Input): readonly LogFilterItem[] {
  return [
    ...textOptions(input, 'grep').map(parseTypedFilter),
    ...textOptions(input, 'exclude').map((pattern) => parseTypedFilter(`!${pattern}`)),
    ...textOptions(input, 'logger').map((name) => ({ kind: 'logger', name }) as const),
  ].filter((filter) => filter !== undefined);
}
