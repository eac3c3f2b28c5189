import { describeError } from '../../../commands/record/describe-error.ts';
import type { FailureGroup } from '../../../session/jobs/group-failures.ts';
import { countProblems, countText } from '../../../session/journal/timeline/count-problems.ts';
import { countOf } from '../../../text/count-of.ts';
import { largest } from '../../../text/largest.ts';
import { clockAndAge } from '../../draw/age.ts';
import { wrap } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import type { Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { cursorIndex, keptByFlink, listedFailures, shownGroups, shownHistory } from './failure-data.ts';
import { concurrentText, endedPart, placeOfGroup } from './failure-texts.ts';
import { occurrenceRows } from './occurrence-rows.ts';
import { partsRow } from './parts-row.ts';

export type GroupList = {
  readonly rows: readonly string[];
  /** Index of the group under the cursor, the first visible one, and the numbers of groups. */
  readonly index: number;
  readonly top: number;
  readonly pageSize: number;
  readonly count: number;
};

/** From this width, the details of a group fit on one row. */
const wideFrom = 140;
const indent = '  ';

/** Formats the list of root causes: one row with the exception, the details below it, and a blank row. */
export function groupList(state: ScreenState, page: JobPage, { width, height }: TabSize): GroupList {
  const groups = shownGroups(state, page);
  const index = cursorIndex(groups, page);
  const rowsPerGroup = width < wideFrom ? 4 : 3;
  const head = [...textRows(summaryText(state, page), width).map(state.theme.muted), ''];
  // The last group needs no blank row.
  const pageSize = Math.max(1, Math.floor((height - head.length + 1) / rowsPerGroup));
  const top = windowTop(page.exceptions.top, index, pageSize, groups.length);
  if (groups.length === 0) return { rows: emptyRows(state, page, width), index, top, pageSize, count: 0 };
  const countWidth = largest(groups.map(({ failures }) => countCell(failures.length).length));
  const rows = groups
    .slice(top, top + pageSize)
    .flatMap((group, row) => [...groupRows(state, group, { countWidth, width, isCursor: top + row === index }), '']);
  const list = [...head, ...rows].slice(0, height);
  const current = groups[index];
  const below = current === undefined ? [] : occurrenceRows(state, current, width, height - list.length);
  return { rows: [...list, ...below], index, top, pageSize, count: groups.length };
}

const countCell = (count: number): string => `${count}×`;

function groupRows(
  { theme, serverNow: now, snapshot }: ScreenState,
  group: FailureGroup,
  { countWidth, width, isCursor }: { readonly countWidth: number; readonly width: number; readonly isCursor: boolean },
): readonly string[] {
  const { exception, message, failures, firstAt, lastAt } = group;
  const [newest] = failures;
  const margin = { text: ' '.repeat(indent.length + countWidth + 1) };
  const title: readonly Part[] = [
    { text: isCursor ? '▶ ' : indent },
    { text: `${countCell(failures.length).padStart(countWidth)} `, token: 'strong' },
    { text: exception === '' ? 'Unknown exception' : exception, token: 'log.exception' },
    { text: message === '' ? '' : `: ${message}` },
  ];
  const first = failures.length === 1 ? '' : ` · first ${clockAndAge(firstAt, now)}`;
  const times: readonly Part[] = [{ text: `last ${clockAndAge(lastAt, now)}` }, { text: first, token: 'muted' }];
  const concurrent = concurrentText(newest);
  const place: readonly Part[] = [
    { text: placeOfGroup(group, snapshot?.clusterId ?? ''), token: 'muted' },
    ...(concurrent === undefined ? [] : [{ text: ` · ${concurrent}`, token: 'muted' } as const]),
    ...(newest.isFinal === true ? [{ text: ' · ', token: 'muted' } as const, endedPart] : []),
  ];
  const separator: Part = { text: ' · ', token: 'muted' };
  const details =
    width < wideFrom
      ? [
          [margin, ...times],
          [margin, ...place],
        ]
      : [[margin, ...times, separator, ...place]];
  return [partsRow(title, width, theme, isCursor), ...details.map((parts) => partsRow(parts, width, theme))];
}

/** `23 failures, 3 root causes · recorded since 13:04:05 (1h ago), Flink keeps the last 16` */
function summaryText(state: ScreenState, page: JobPage): string {
  const { failures, unlisted } = shownHistory(state, page);
  const causes = countOf(shownGroups(state, page).length, 'root cause');
  const { count, accuracy } = countProblems(unlisted);
  const unknown = accuracy === 'at least' ? 'unknown number of' : countText({ count, accuracy });
  const more = unlisted.length === 0 ? [] : [`${unknown} more restarts that Flink no longer lists`];
  return [`${countOf(failures.length, 'failure')}, ${causes}`, ...more, knownText(state)].join(' · ');
}

/** How far back the failures are known. */
function knownText(state: ScreenState): string {
  const [first] = state.journal?.watched ?? [];
  const kept = `Flink keeps the last ${keptByFlink(state)}`;
  return first === undefined ? kept : `recorded since ${clockAndAge(first.from, state.serverNow)}, ${kept}`;
}

const maxTextRows = 4;

function textRows(text: string, width: number): readonly string[] {
  return wrap(text, width - 2, maxTextRows, 'words').map((row) => ` ${row}`);
}

/** Says why the list is empty. */
function emptyRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  const { theme } = state;
  const { value, failure } = listedFailures(state, page);
  const text = (line: string) => textRows(line, width);
  if (forgottenJob(state, page) !== undefined) {
    return text('No failure of this job was recorded, and Flink no longer knows the job').map(theme.muted);
  }
  if (failure !== undefined && value === undefined) {
    return text(`Flink's failures could not be read: ${describeError(failure).message}`).map(theme.warning);
  }
  if (value === undefined) return text('Reading the failures…').map(theme.muted);
  const { unlisted } = shownHistory(state, page);
  if (unlisted.length > 0) return text(summaryText(state, page)).map(theme.muted);
  const [watched] = state.journal?.watched ?? [];
  const recorded =
    watched === undefined
      ? 'No journal is written, so earlier failures are unknown.'
      : `None was recorded since ${clockAndAge(watched.from, state.serverNow)}, when recording began.`;
  const kept = `Flink lists none. It keeps the last ${keptByFlink(state)} since the JobManager started.`;
  return [theme.strong(' No failures'), '', ...text(kept).map(theme.muted), ...text(recorded).map(theme.muted)];
}
