import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { someOf } from '../../text/some-of.ts';
import { windowTop } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { keyName } from '../state/key-names.ts';
import { layoutOf } from '../state/layout.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { type EmptyText, emptyRows, filteredOut } from '../table/empty-rows.ts';
import { fitColumns } from '../table/fit-columns.ts';
import { fitNames, widestName } from '../table/fit-names.ts';
import { hiddenSort, withSortArrow } from '../table/sort-arrow.ts';
import { sortTargets } from '../table/sort-targets.ts';
import { type FittedColumn, formatTitles } from '../table/table-format.ts';
import { windowRows } from '../table/window-rows.ts';
import { detailRows } from './detail-rows.ts';
import { headingRows } from './heading-rows.ts';
import { cursorIndex, listTalkers } from './list-talkers.ts';
import { talkerColumns } from './talker-columns.ts';
import { sortableTalkers } from './talker-sort-keys.ts';
import type { CountedPage, TalkersBox } from './talkers-page.ts';

/** Lower pages have no details, and the lowest ones no blank row. */
const minHeights = { details: 14, blankRow: 12 } as const;

export function talkersBox(state: ScreenState, page: CountedPage): TalkersBox {
  const { width, height } = inside(layoutOf(state).body);
  const talkers = listTalkers(page);
  const heading = headingRows(state, page, width);
  const above = height < minHeights.blankRow ? heading : [...heading, ''];
  if (talkers.length === 0) {
    const room = { width, height: Math.max(0, height - above.length) };
    const rows = [...above, ...emptyRows(emptyText(state, page), room, state.theme)];
    return { rows, talkers, index: 0, top: 0, height: 1, hiddenSort: undefined, targets: () => [] };
  }
  const index = cursorIndex(talkers, page);
  const details = height < minHeights.details ? [] : detailRows(state, talkers[index], width);
  const listHeight = Math.max(1, height - above.length - details.length - 1);
  const top = windowTop(page.top, index, listHeight, talkers.length);
  const columns = fittedColumns(state, page, talkers, width);
  const list = windowRows(talkers, columns, { index, top, height: listHeight }, state.theme, state.now);
  const filler = Array.from({ length: listHeight - list.length }, () => '');
  const titles = formatTitles(withSortArrow(columns, page.sort), state.theme);
  const rows = [...above, titles, ...list, ...(details.length === 0 ? [] : [...filler, ...details])];
  const targets = () => sortTargets(sortableTalkers, columns, above.length);
  return {
    rows,
    talkers,
    index,
    top,
    height: listHeight,
    hiddenSort: hiddenSort(sortableTalkers, state, columns),
    targets,
  };
}

function fittedColumns(
  { now, isScreenReader }: ScreenState,
  { counted: { recent } }: CountedPage,
  talkers: readonly RecentTalker[],
  width: number,
): readonly FittedColumn<RecentTalker>[] {
  const columns = talkerColumns({ historyFrom: recent.historyFrom, isScreenReader });
  return fitNames(fitColumns(columns, width, widestName(columns, talkers, now)), talkers, now);
}

function emptyText(state: ScreenState, { filter, scope, counted: { recent, uncounted } }: CountedPage): EmptyText {
  if (filter !== '' && recent.talkers.length > 0) return filteredOut('logger', filter);
  const all = { key: keyName(state, 'talkers.all'), text: 'counts all pods' };
  const hints = scope.kind === 'all pods' ? [] : [all];
  if (scope.kind === 'pods of job' && scope.pods === undefined) {
    const state = scope.failure === undefined ? 'being read…' : `unknown: ${scope.failure}`;
    return { text: `The pods that run ${scope.name} are ${state}`, hints };
  }
  if (recent.pods > 0) return { text: 'No lines in the last ten minutes', hints };
  const reasons = [...new Set(uncounted.map(({ reason }) => reason))];
  return { text: reasons.length === 0 ? 'No pods to count' : `No log is read: ${someOf(reasons)}`, hints };
}
