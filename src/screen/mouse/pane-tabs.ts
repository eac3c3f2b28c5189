import { paneTabs } from '../state/panes/tab-row.ts';
import type { Screen } from '../state/screen.ts';

/** Goes to the pane whose name in the row of the panes is clicked. */
export function clickPaneTab(screen: Screen, column: number): void {
  const { store } = screen;
  const tab = paneTabs(store.getState()).find(({ from, to }) => column >= from && column < to);
  if (tab !== undefined) store.setState({ focus: tab.pane, page: undefined });
}
