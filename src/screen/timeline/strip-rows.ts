import { countSince, restartsIn } from '../../diagnosis/restarts.ts';
import { severityOf } from '../../session/journal/describe-entry.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { countOf } from '../../text/count-of.ts';
import { formatSeconds } from '../../text/duration.ts';
import { largest } from '../../text/largest.ts';
import { utcTime } from '../../text/utc-time.ts';
import { cell } from '../draw/fit.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { sparkline } from '../draw/sparkline.ts';
import { minuteCounts, total } from '../state/logs/minute-counts.ts';
import type { JournalData, ScreenState } from '../state/screen-state.ts';
import type { Token } from '../theme/theme.ts';
import { watchedTime } from './timeline-data.ts';

const minutes = 60;
const minuteMs = 60_000;
const labelWidth = 15;

type Strip = {
  readonly label: string;
  readonly values: readonly (number | undefined)[];
  readonly sum: string;
  readonly token: Token;
};

/** Returns the rows of the last hour: one row for each measure, and the axis. */
export function stripRows(state: ScreenState, width: number): readonly string[] {
  const { serverNow, theme } = state;
  if (state.journal === undefined) return [];
  const watched = watchedTime(state);
  const last = Math.floor(serverNow / minuteMs);
  const cells = Math.min(minutes, Math.max(10, width - labelWidth - 22));
  const strips = [...journalStrips(state.journal.entries, watched, last), errors(state, watched, last)];
  return [
    ...strips.map(({ label, values, sum, token }) => {
      const bars = draw(values.slice(-cells));
      return cellRow(
        theme.muted(cell(` ${label}`, labelWidth)),
        theme[token](bars),
        cell(` ${sum}`, width - labelWidth - cells),
      );
    }),
    theme.muted(axis(last, cells, width)),
  ];
}

/** Computed only for new entries and each minute, not for each frame. */
const journalStrips = rememberLast(
  (entries: JournalData['entries'], watched: JournalData['watched'], last: number): readonly Strip[] => {
    const journal = { entries, watched };
    return [
      restarts(journal, last),
      checkpoints(journal, last),
      failedCheckpoints(journal, last),
      slots(journal, last),
    ];
  },
);

const cellRow = (...parts: readonly string[]) => parts.join('');

/** A minute that nobody watched is blank. */
function draw(values: readonly (number | undefined)[]): string {
  const [bars = ''] = sparkline(
    values.map((value) => value ?? 0),
    1,
  );
  return [...bars].map((bar, index) => (values[index] === undefined ? ' ' : bar)).join('');
}

function axis(last: number, cells: number, width: number): string {
  const clock = (minute: number) => utcTime(minute * minuteMs).slice(11, 16);
  const left = clock(last - cells + 1);
  return cell(`${' '.repeat(labelWidth)}${left}${clock(last).padStart(cells - left.length)}`, width);
}

/** Values of the last 60 minutes, oldest first. Minutes that nobody watched are undefined unless they have entries. */
function perMinute(
  { entries, watched }: JournalData,
  last: number,
  measure: (entry: JournalEntry) => number | undefined,
  combine: (a: number, b: number) => number,
): readonly (number | undefined)[] {
  const first = last - minutes + 1;
  const values: (number | undefined)[] = Array.from({ length: minutes }, (_, index) =>
    isWatched(watched, first + index) ? 0 : undefined,
  );
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined) break;
    const at = Math.floor(entry.at / minuteMs) - first;
    if (at < 0) break;
    const value = measure(entry);
    if (value !== undefined && at < minutes) values[at] = combine(values[at] ?? 0, value);
  }
  return values;
}

function isWatched(watched: JournalData['watched'], minute: number): boolean {
  return watched.some(({ from, until }) => until > minute * minuteMs && from < (minute + 1) * minuteMs);
}

const add = (a: number, b: number) => a + b;
const totalOf = (values: Strip['values']) => total(values.map((value) => value ?? 0));

function restarts(journal: JournalData, last: number): Strip {
  const values = perMinute(journal, last, (entry) => (entry.kind === 'failure' && !entry.isFinal ? 1 : undefined), add);
  const first = (last - minutes + 1) * minuteMs;
  const sum = countSince(
    restartsIn(journal.entries).filter(({ at }) => at >= first),
    first,
  );
  return {
    label: 'restarts',
    values,
    sum: `${sum} ${sum === '1' ? 'restart' : 'restarts'}`,
    token: sum === '0' ? 'muted' : 'error',
  };
}

function checkpoints(journal: JournalData, last: number): Strip {
  const durationOf = (entry: JournalEntry) =>
    entry.kind === 'checkpoint' && entry.outcome === 'completed' ? entry.durationMs : undefined;
  const values = perMinute(journal, last, durationOf, Math.max);
  const longest = largest(values.map((value) => value ?? 0));
  const sum = longest === 0 ? 'no checkpoints' : `up to ${formatSeconds(longest)}`;
  return { label: 'checkpoints', values, sum, token: 'ok' };
}

function failedCheckpoints(journal: JournalData, last: number): Strip {
  const isFailed = (entry: JournalEntry) =>
    entry.kind === 'checkpoint' && severityOf(entry) === 'problem' ? 1 : undefined;
  const values = perMinute(journal, last, isFailed, add);
  const sum = totalOf(values);
  return { label: '  failed', values, sum: `${sum} failed`, token: sum > 0 ? 'warning' : 'muted' };
}

function errors({ drawnLogs, serverNow }: ScreenState, watched: JournalData['watched'], last: number): Strip {
  const logs = drawnLogs.logs.map((log) => log.minutes);
  const counts = minuteCounts(logs, 'errors', serverNow, minutes);
  const values = counts.map((count, index) =>
    count > 0 || isWatched(watched, last - minutes + 1 + index) ? count : undefined,
  );
  const sum = totalOf(values);
  return { label: 'errors', values, sum: `${countOf(sum, 'error')} logged`, token: sum > 0 ? 'error' : 'muted' };
}

/** The highest number of slots in use in each minute. A minute without a change has the number of the minute before. */
function slots({ entries, watched }: JournalData, last: number): Strip {
  const first = last - minutes + 1;
  const changes = entries.filter((entry) => entry.kind === 'slots');
  const values = Array.from({ length: minutes }, (_, index) => {
    const minute = first + index;
    if (!isWatched(watched, minute)) return undefined;
    const before = changes.findLast(({ at }) => at < minute * minuteMs);
    const during = changes.filter(({ at }) => Math.floor(at / minuteMs) === minute);
    const used = [...(before === undefined ? [] : [before]), ...during].map((change) => change.used);
    return used.length === 0 ? undefined : largest(used);
  });
  const newest = changes.at(-1);
  const sum = newest === undefined ? 'slots unknown' : `${newest.used} of ${newest.total} slots`;
  return { label: 'slots in use', values, sum, token: 'ok' };
}
