import { cell, widthOf } from '../../draw/fit.ts';
import { type PaneName, paneNames, type ScreenState } from '../screen-state.ts';

/** Names all panes with their keys and counts, for a terminal with room for only one: `1 Pods 6  2 Jobs 5  3 Logs`. */
export function tabRow(state: ScreenState, width: number): string {
  const { focus, stage, theme } = state;
  if (stage.kind === 'picking') return '';
  const tabs = paneTabs(state);
  const room = width - tabs.reduce((sum, { text }) => sum + widthOf(text), 0);
  if (room < 0) return '';
  const painted = tabs.map(({ pane, text }) => (pane === focus ? theme.selection(text) : theme.muted(text)));
  return painted.join('') + cell('', room);
}

export type PaneTab = { readonly pane: PaneName; readonly text: string; readonly from: number; readonly to: number };

/** Returns the names of the panes, and their columns in the row. */
export function paneTabs(state: ScreenState): readonly PaneTab[] {
  let from = 0;
  return paneNames.map((pane, index) => {
    const text = ` ${index + 1} ${titles[pane]}${countOf(pane, state)} `;
    const tab = { pane, text, from, to: from + widthOf(text) };
    from = tab.to;
    return tab;
  });
}

const titles = { pods: 'Pods', jobs: 'Jobs', logs: 'Logs' } as const satisfies Record<PaneName, string>;

function countOf(pane: PaneName, { snapshot }: ScreenState): string {
  const count = pane === 'logs' ? undefined : snapshot?.[pane]?.length;
  return count === undefined ? '' : ` ${count}`;
}
