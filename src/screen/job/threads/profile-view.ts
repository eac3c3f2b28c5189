import { describeError } from '../../../commands/record/describe-error.ts';
import { ambiguousText, helperText, statesText, verdictOf, whereText } from '../../../session/threads/profile-texts.ts';
import type { ProfileRow, ThreadProfile } from '../../../session/threads/thread-profile.ts';
import { countOf } from '../../../text/count-of.ts';
import { formatSeconds } from '../../../text/duration.ts';
import { largest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { clockAndAge } from '../../draw/age.ts';
import { cell, cut, widthOf, wrapAndCut } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { headingRows, type Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { profileOfSampling, type ThreadSampling } from '../../state/threads/thread-samplings.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { type Column, formatTitles } from '../../table/table-format.ts';
import { type ListWindow, windowRows } from '../../table/window-rows.ts';
import type { Theme, Token } from '../../theme/theme.ts';
import { partsRow } from '../exceptions/parts-row.ts';
import type { TabSize } from '../tab.ts';
import { shareBar } from './share-bar.ts';
import { stackPreview } from './stack-rows.ts';
import type { OpenProfile } from './state.ts';

export type ProfileView = ListWindow & { readonly rows: readonly string[]; readonly profile: ThreadProfile };

/** Blank columns at both sides of the rows above the table. */
const margin = 2;
const maxVerdictRows = 2;
const maxHelpers = 5;
const roomyFrom = 14;

/** Formats the verdict, the progress or age, the table of what the threads did, and the helper threads. */
export function profileView(
  state: ScreenState,
  sampling: ThreadSampling,
  open: OpenProfile,
  { width, height }: TabSize,
): ProfileView {
  const { theme, now, isScreenReader } = state;
  const profile = profileOfSampling(sampling);
  const inner = width - 2 * margin;
  const blank = height >= roomyFrom ? [''] : [];
  const head = [
    ...titleRows(state, sampling, inner),
    ...blank,
    ...verdictRows(sampling, profile, inner, theme),
    ...statusRows(state, sampling, profile, inner),
    ...(profile.isAmbiguous ? [theme.warning(cut(ambiguousText, inner))] : []),
    ...blank,
  ].map((row) => (row === '' ? row : ' '.repeat(margin) + row));
  const index = cursorIndex(profile, open);
  const room = Math.max(1, height - head.length - 1);
  const top = windowTop(open.top, index, room, profile.rows.length);
  const columns = fitColumns(profileColumns(profile, width, isScreenReader), width);
  const shown = windowRows(profile.rows, columns, { index, top, height: room }, theme, now);
  const table = profile.rows.length === 0 ? [] : [formatTitles(columns, theme), ...shown];
  const selected = profile.rows[index];
  const below = [
    ...(selected === undefined ? [] : stackPreview(selected, inner, theme)),
    ...helperRows(profile, inner, theme),
  ].map((row) => (row === '' ? row : ' '.repeat(margin) + row));
  const rows = [...head, ...table, ...below].slice(0, height);
  return { rows, profile, index, top, height: room };
}

export function cursorIndex({ rows }: ThreadProfile, { row }: OpenProfile): number {
  return Math.max(
    0,
    rows.findIndex(({ key }) => key === row),
  );
}

function titleRows({ snapshot, theme }: ScreenState, sampling: ThreadSampling, width: number): readonly string[] {
  const pod = sampling.found?.pod;
  const facts: readonly Part[] =
    pod === undefined ? [] : [{ text: shortPodName(pod, snapshot?.clusterId ?? ''), token: 'muted' }];
  const room = Math.max(20, width - facts.reduce((sum, { text }) => sum + 2 + widthOf(text), 4));
  const end = sampling.subtask === undefined ? '' : ` (${sampling.subtask}/${sampling.vertex.parallelism})`;
  return headingRows(cut(sampling.vertex.name, room - widthOf(end)) + end, facts, width, theme).slice(1);
}

function verdictRows(
  { progress, samples }: ThreadSampling,
  profile: ThreadProfile,
  width: number,
  theme: Theme,
): readonly string[] {
  if (samples.length === 0) {
    return progress.state === 'running' ? [theme.muted('No sample yet')] : [];
  }
  const soFar = progress.state === 'running' ? ' so far' : '';
  return wrapAndCut(verdictOf(profile) + soFar, width, maxVerdictRows).map(theme.strong);
}

function statusRows(
  { now, serverNow, theme }: ScreenState,
  sampling: ThreadSampling,
  { dumps }: ThreadProfile,
  width: number,
): readonly string[] {
  const { progress, count, startedAt } = sampling;
  if (progress.state === 'running') {
    const text = sampling.found === undefined ? 'finding the subtask' : `${dumps}/${count} thread dumps`;
    const bar = shareBar(dumps / count, 20).replaceAll(' ', '░');
    return [
      partsRow(
        [
          { text: `${bar} ${text}`, token: 'busy' },
          { text: '  Esc stops', token: 'muted' },
        ],
        width,
        theme,
      ),
    ];
  }
  const at = clockAndAge(progress.at + (serverNow - now), serverNow);
  const took = `${countOf(dumps, 'thread dump')} in ${formatSeconds(progress.at - startedAt)}, ${at}`;
  if (progress.state === 'failed') {
    const text = `Failed after ${took}: ${describeError(progress.error).message}`;
    return wrapAndCut(text, width, 3).map(theme.error);
  }
  if (progress.state === 'done') return [theme.muted(cut(`${took}. t samples again`, width))];
  return [theme.warning(cut(`Stopped after ${took}. t samples again`, width))];
}

function profileColumns(
  { rows }: ThreadProfile,
  width: number,
  isScreenReader: boolean,
): readonly Column<ProfileRow>[] {
  const barWidth = width < 100 ? 8 : 20;
  const bar: Column<ProfileRow> = {
    title: '',
    importance: 5,
    width: barWidth,
    text: ({ percent }) => shareBar(percent / 100, barWidth),
    token: kindToken,
  };
  return [
    { title: 'SHARE', importance: 1, width: 5, align: 'right', text: ({ percent }) => `${percent}%`, token: kindToken },
    ...(isScreenReader ? [] : [bar]),
    { title: 'SAMPLES', importance: 4, width: 7, align: 'right', text: ({ count }) => `${count}` },
    {
      title: 'STATE',
      importance: 3,
      width: largest(
        rows.map((row) => widthOf(statesText(row))),
        'STATE'.length,
      ),
      text: statesText,
      token: ({ states }) => (states.includes('BLOCKED') ? 'error' : undefined),
    },
    { title: 'WHERE', importance: 2, width: { min: whereWidth(rows) }, text: whereText, paint: paintWhere },
  ];
}

/** Narrow tables lack the bar rather than the end of the text. */
const whereWidths = { min: 20, max: 52 };

function whereWidth(rows: readonly ProfileRow[]): number {
  const longest = largest(rows.map((row) => widthOf(whereText(row))));
  return Math.max(whereWidths.min, Math.min(whereWidths.max, longest));
}

/** Time in the code of the job is what the user can change. */
const kindToken = ({ kind }: ProfileRow): Token => (kind === 'user' ? 'warning' : kind === 'waiting' ? 'muted' : 'ok');

/** The method of the job is bold. */
function paintWhere(row: ProfileRow, width: number, theme: Theme): string {
  const text = cell(whereText(row), width);
  if (row.kind !== 'user') return text;
  return theme.strong(text.slice(0, row.what.length)) + theme.muted(text.slice(row.what.length));
}

function helperRows({ helpers }: ThreadProfile, width: number, theme: Theme): readonly string[] {
  if (helpers.length === 0) return [];
  const more = helpers.length > maxHelpers ? [`and ${helpers.length - maxHelpers} more`] : [];
  const lines = [...helpers.slice(0, maxHelpers).map(helperText), ...more];
  return [
    ...headingRows('Helper threads', [{ text: `${helpers.length} in the last dump`, token: 'muted' }], width, theme),
    ...lines.map((line) => theme.muted(cut(line, width))),
  ];
}
