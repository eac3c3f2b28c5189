import { parseLogLine } from '../../logs/parse-log-line.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { followedJobOf, jobFilterOf } from '../state/logs/filter-by-job.ts';
import { followedPods, lineAt } from '../state/logs/followed-logs.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { addFilter } from './filter-logs.ts';
import { lineUnderCursor } from './log-page.ts';

/** Only what the logger of this line wrote. */
export function filterByLoggerOfLine(screen: Screen): void {
  const name = loggerUnderCursor(screen.store.getState());
  if (name === undefined) showMessage(screen, 'no logger wrote this line', 'warning');
  else addFilter(screen, { kind: 'logger', name });
}

/** Only the job that this line is about: by an id or a name of a job in its event. */
export function filterByJobOfLine(screen: Screen): void {
  const state = screen.store.getState();
  const text = eventUnderCursor(state);
  const id = parseLogLine(text)?.jobId ?? /\b[0-9a-f]{32}\b/.exec(text)?.[0];
  const jobs = state.snapshot?.jobs ?? [];
  const job = jobs.find((one) => one.id === id) ?? jobs.find(({ name }) => name !== '' && text.includes(name));
  // The line's own pod stays, whether or not the job still runs there.
  const others = followedPods(state).map(({ uid }) => uid);
  const named = job ?? (id === undefined ? undefined : { id, name: id });
  if (named === undefined) {
    showMessage(screen, 'this line names no job', 'warning');
    return;
  }
  changeLogs(screen, { job: followedJobOf(named, others) });
  addFilter(screen, jobFilterOf(named));
}

function loggerUnderCursor(state: ScreenState): string | undefined {
  const place = lineUnderCursor(state);
  return place && state.session?.logs.source(place.key)?.loggerAt(place.sequence);
}

function eventUnderCursor(state: ScreenState): string {
  const place = lineUnderCursor(state);
  const source = place && state.session?.logs.source(place.key);
  if (place === undefined || source === undefined) return '';
  const line = lineAt(state, { key: place.key, sequence: source.headOf(place.sequence) });
  return line?.kind === 'line' ? line.text : '';
}
