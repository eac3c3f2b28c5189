import { differingEntries } from '../../session/info/session-info.ts';
import { jobManagerOptions } from '../../session/readings/flink-readings.ts';
import { cursorPosition, rangePosition } from '../draw/frame/scroll-position.ts';
import { type Movement, moveBy } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { tabBar } from '../draw/tab-bar.ts';
import { layoutOf } from '../state/layout.ts';
import { tabSize } from '../state/panes/tab-size.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { tabTargets } from '../table/tab-targets.ts';
import { copyText } from './copy-text.ts';
import { optionBox } from './option-rows.ts';
import { overviewRows } from './overview-rows.ts';
import { shownInfo } from './session-data.ts';
import { type DrawnSession, type SessionCode, type SessionPage, showTab, tabs } from './session-page.ts';

/** Everything that only the open page needs. */
export const sessionCode: SessionCode = {
  options: (state) => ({ ...jobManagerOptions, mark: `${state.snapshot?.leader} ${shownInfo(state)?.startedAt}` }),
  draw,
  move,
  copyText,
};

function draw(state: ScreenState, page: SessionPage): DrawnSession {
  const { body } = layoutOf(state);
  const { rows, position } = page.tab === 'overview' ? overview(state, page) : options(state, page);
  const titled = titledTabs(state);
  const { width } = inside(body);
  const targets = () => tabTargets(titled, page.tab, width, (screen, { name }) => showTab(screen, name));
  return { rows: [tabBar(titled, page.tab, width, state.theme), '', ...rows], position, targets };
}

/** The tab of the differences names their number. */
function titledTabs(state: ScreenState) {
  const info = shownInfo(state);
  const count = info === undefined ? 0 : differingEntries(info).length;
  return tabs.map(({ name, title }) => ({
    name,
    title: name === 'differences' && count > 0 ? `${title} ${count}` : title,
  }));
}

function overview(state: ScreenState, { overviewTop, filter }: SessionPage) {
  const { width, height } = tabSize(state);
  const rows = overviewRows(state, filter, width);
  const top = Math.min(overviewTop, Math.max(0, rows.length - height));
  return { rows: rows.slice(top, top + height), position: rangePosition(top, height, rows.length) };
}

function options(state: ScreenState, page: SessionPage) {
  const { rows, index, entries } = optionBox(state, page);
  return { rows, position: entries.length === 0 ? undefined : cursorPosition(index, entries.length) };
}

/** Returns the change of the page. */
function move(state: ScreenState, page: SessionPage, movement: Movement): Partial<SessionPage> {
  if (page.tab === 'overview') {
    const { width, height } = tabSize(state);
    const last = Math.max(0, overviewRows(state, page.filter, width).length - height);
    return { overviewTop: moveBy(Math.min(page.overviewTop, last), movement, height, last) };
  }
  const { entries, index, pageHeight } = optionBox(state, page);
  const cursor = entries[moveBy(index, movement, pageHeight, entries.length - 1)]?.key;
  return { cursor, top: optionBox(state, { ...page, cursor }).top };
}
