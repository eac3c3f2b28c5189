import { parseLogLine } from '../../../logs/parse-log-line.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { followedJobOf, jobFilterOf } from '../../state/logs/filter-by-job.ts';
import { followedPods, lineAt } from '../../state/logs/followed-logs.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { lineUnderCursor } from '../log-page.ts';
import { addFilter } from './filter-logs.ts';

/** Filters by the logger of the line under the cursor. */
export function filterByLoggerOfLine(screen: Screen): void {
  const name = loggerUnderCursor(screen.store.getState());
  if (name === undefined) showMessage(screen, 'this line has no logger', 'warning');
  else addFilter(screen, { kind: 'logger', name });
}

/** Filters by the job whose id or name is in the event under the cursor. */
export function filterByJobOfLine(screen: Screen): void {
  const state = screen.store.getState();
  const text = eventUnderCursor(state);
  const id = parseLogLine(text)?.jobId ?? /\b[0-9a-f]{32}\b/.exec(text)?.[0];
  const jobs = state.snapshot?.jobs ?? [];
  const job =
    jobs.find((candidate) => candidate.id === id) ?? jobs.find(({ name }) => name !== '' && text.includes(name));
  // The currently shown pods remain visible, even if the job no longer runs on them.
  const shownPods = followedPods(state).map(({ uid }) => uid);
  const target = job ?? (id === undefined ? undefined : { id, name: id });
  if (target === undefined) {
    showMessage(screen, 'this line mentions no job', 'warning');
    return;
  }
  changeLogs(screen, { job: followedJobOf(target, shownPods), areAllPods: false });
  addFilter(screen, jobFilterOf(target));
}

function loggerUnderCursor(state: ScreenState): string | undefined {
  const lineId = lineUnderCursor(state);
  return lineId && state.session?.logs.source(lineId.key)?.loggerAt(lineId.sequence);
}

function eventUnderCursor(state: ScreenState): string {
  const lineId = lineUnderCursor(state);
  const source = lineId && state.session?.logs.source(lineId.key);
  if (lineId === undefined || source === undefined) return '';
  const line = lineAt(state, { key: lineId.key, sequence: source.headOf(lineId.sequence) });
  return line?.kind === 'line' ? line.text : '';
}
