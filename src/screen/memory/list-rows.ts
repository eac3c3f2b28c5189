import { type UsageState, usageGap } from '../../session/memory/container-usage.ts';
import { verdictOf } from '../../session/memory/verdict.ts';
import { largest } from '../../text/largest.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { cell, widthOf, wrapAndCut } from '../draw/fit.ts';
import { windowTop } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { severityMarks } from '../state/finding-texts.ts';
import { layoutOf } from '../state/layout.ts';
import { barRows } from '../state/memory/stacked-bar.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { fitColumns } from '../table/fit-columns.ts';
import { formatTitles } from '../table/table-format.ts';
import { windowRows } from '../table/window-rows.ts';
import { listColumns } from './list-columns.ts';
import { cursorIndex, type MemoryPage, shownRows } from './memory-page.ts';

export type ListBox = {
  readonly rows: readonly string[];
  readonly index: number;
  readonly count: number;
  readonly pageHeight: number;
  readonly top: number;
};

/** Below this height, the bar of the pod under the cursor leaves too few rows for the list. */
const minHeightForBar = 16;
const maxVerdictRows = 3;

export function listBox(state: ScreenState, page: MemoryPage): ListBox {
  const { theme, snapshot, now } = state;
  const { width, height } = inside(layoutOf(state).body);
  const all = shownRows(state);
  const clusterId = snapshot?.clusterId ?? '';
  const notes = snapshot === undefined ? [] : usageNotes(snapshot.memory.usage, width).map((row) => theme.warning(row));
  if (all.length === 0) {
    return {
      rows: [...notes, theme.muted(' No pod has been measured yet')],
      index: 0,
      count: 0,
      pageHeight: 1,
      top: 0,
    };
  }
  const index = cursorIndex(state, page);
  const selected = all[index];
  const details = selected === undefined ? [] : selectedRows(state, selected, width, height);
  const pageHeight = Math.max(1, height - notes.length - details.length - 1);
  const top = windowTop(page.top, index, pageHeight, all.length);
  const shown = all.slice(top, top + pageHeight);
  const widest = largest(shown.map(({ name }) => widthOf(shortPodName(name, clusterId))));
  const columns = fitColumns(listColumns(clusterId, state.isScreenReader), width, widest);
  const list = windowRows(all, columns, { index, top, height: pageHeight }, theme, now, ({ end }) => ({
    token: end === undefined ? undefined : 'gone',
  }));
  const used = notes.length + 1 + list.length + details.length;
  const filler = Array.from({ length: Math.max(0, height - used) }, () => '');
  return {
    rows: [...notes, formatTitles(columns, theme), ...list, ...filler, ...details],
    index,
    count: all.length,
    pageHeight,
    top,
  };
}

/** `Container usage: not served by this cluster (metrics-server is missing). Only the JVM's numbers are shown` */
export function usageNotes(usage: UsageState, width: number): readonly string[] {
  const gap = usageGap(usage);
  if (gap === undefined) return [];
  return wrapAndCut(`Container usage: ${gap}. Only the JVM's own numbers are shown`, width - 2, 2).map(
    (row) => ` ${row}`,
  );
}

/** A blank row, and the meaning and the bar of the pod under the cursor. */
function selectedRows(
  { theme, now, isScreenReader }: ScreenState,
  row: ReturnType<typeof shownRows>[number],
  width: number,
  height: number,
): readonly string[] {
  const [first = '', ...others] = verdictOf(row, now);
  const text = wrapAndCut([first, ...others].join('. '), width - 2, maxVerdictRows);
  const [risk] = row.risks;
  const token = risk === undefined ? 'strong' : severityMarks[risk.severity].token;
  const hasBar = height >= minHeightForBar && !isScreenReader;
  const bar = !hasBar || row.memory === undefined ? [] : barRows(row.memory, width - 2, theme);
  return [cell('', width), ...text.map((line) => theme[token](` ${line}`)), ...bar.map((line) => ` ${line}`)];
}
