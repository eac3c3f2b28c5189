import { lastLoadText } from '../../../session/journal/last-seen/last-seen-text.ts';
import { largest } from '../../../text/largest.ts';
import { cut, widthOf } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { headingRows } from '../../draw/section-rows.ts';
import { jobDiagnosis } from '../../state/job-diagnosis.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { type FittedColumn, formatTitles } from '../../table/table-format.ts';
import { windowRows } from '../../table/window-rows.ts';
import { endedJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { endedRows } from './ended-rows.ts';
import { factRows } from './fact-rows.ts';
import { findingRows } from './finding-rows.ts';
import { laneColumns } from './lane-columns.ts';
import { cursorIndex, type Lane, lanesOf } from './lanes.ts';
import { loadNote } from './load-note.ts';

/** Blank columns at both sides of the rows above the table. */
const margin = 1;
/** Rows of vertices that stay visible below long findings. */
const minVertexRows = 6;
/** From this height on, blank rows separate the parts. */
const roomyFrom = 24;

export type Overview = {
  /** The rows above the vertices. The last one has the titles of the columns. */
  readonly head: readonly string[];
  readonly lanes: readonly Lane[];
  readonly columns: readonly FittedColumn<Lane>[];
  /** Index of the vertex under the cursor. */
  readonly index: number;
};

export function overviewOf(state: ScreenState, page: JobPage, size: TabSize): Overview {
  const { theme, isScreenReader } = state;
  const lanes = lanesOf(state, page);
  const columns = fitLanes(lanes ?? [], size.width, isScreenReader);
  const above = aboveRows(state, page, size, lanes).map((row) => ' '.repeat(margin) + row);
  return {
    head: lanes === undefined || lanes.length === 0 ? above : [...above, formatTitles(columns, theme)],
    lanes: lanes ?? [],
    columns,
    index: cursorIndex(lanes ?? [], page),
  };
}

function fitLanes(lanes: readonly Lane[], width: number, isScreenReader: boolean): readonly FittedColumn<Lane>[] {
  const widestName = largest(lanes.map(({ vertex }) => widthOf(vertex.name)));
  return fitColumns(laneColumns(lanes, width, isScreenReader), width, widestName);
}

/** Returns the facts, the findings and the heading of the table. Long findings are cut, so that vertices are visible. */
function aboveRows(
  state: ScreenState,
  page: JobPage,
  size: TabSize,
  lanes: readonly Lane[] | undefined,
): readonly string[] {
  const { theme, now, serverNow, isScreenReader } = state;
  const width = size.width - 2 * margin;
  const blank = size.height >= roomyFrom ? [''] : [];
  const facts = factRows(state, page, width);
  const ended = endedJob(state, page);
  const note =
    ended === undefined ? lanes && loadNote(lanes, now) : { text: `load ${lastLoadText(ended.lastSeen, serverNow)}` };
  const past = endedRows(state, page, ended, width);
  const [gapRow = '', heading = ''] = headingRows(
    'Vertices',
    lanes === undefined ? [{ text: 'loading…', token: 'busy' }] : [{ text: `${lanes.length}` }],
    width,
    theme,
  );
  const below = [
    ...(blank.length === 0 ? [] : [gapRow]),
    heading,
    ...(note === undefined ? [] : [theme[note.token ?? 'muted'](cut(note.text, width))]),
  ];
  const titles = 1;
  const used =
    facts.length + blank.length + past.length + below.length + titles + Math.min(minVertexRows, lanes?.length ?? 0);
  const diagnosis = jobDiagnosis(state, page.jobId);
  // What was wrong before the end matters more than that nothing is wrong now.
  const isQuiet = past.length > 0 && diagnosis?.findings.length === 0;
  const findings = findingRows(isQuiet ? undefined : diagnosis, Math.max(1, size.height - used), {
    width,
    now: serverNow,
    theme,
    isScreenReader,
  });
  return [...facts, ...blank, ...findings, ...past, ...below];
}

/** Returns the visible rows. Below the head, the titles of the columns stay at the top. */
export function visibleRows(
  { head, lanes, columns, index }: Overview,
  top: number,
  height: number,
  { theme, now }: Pick<ScreenState, 'theme' | 'now'>,
): readonly string[] {
  const titles = head.length - 1;
  const isPinned = lanes.length > 0 && top > titles;
  const shownHead = isPinned ? head.slice(titles) : head.slice(top, top + height);
  const from = isPinned ? top + 1 - head.length : Math.max(0, top - head.length);
  const room = height - shownHead.length;
  return [...shownHead, ...windowRows(lanes, columns, { index, top: from, height: room }, theme, now)];
}

/** Returns the first visible row, so that the vertex is visible. With the first vertex, the head is visible as well. */
export function topWith({ head, lanes, index }: Overview, top: number, height: number): number {
  if (index === 0 && head.length < height) return 0;
  const row = head.length + index;
  const found = windowTop(top, row, height, head.length + lanes.length);
  // The titles cover the first row.
  return found >= head.length && found === row ? found - 1 : found;
}
