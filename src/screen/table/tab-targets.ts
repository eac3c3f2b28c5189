import { type NamedTab, tabPlaces } from '../draw/tab-bar.ts';
import type { ClickTarget, Screen } from '../state/screen.ts';

/** Returns the names of the tabs in the first row of a page as targets: a click goes to the tab. */
export function tabTargets<Tab extends NamedTab>(
  tabs: readonly Tab[],
  shownName: string,
  width: number,
  goTo: (screen: Screen, tab: Tab) => void,
): readonly ClickTarget[] {
  return tabPlaces(tabs, shownName, width).map(({ tab, from, to }) => ({
    row: 0,
    from,
    to,
    click: (screen) => goTo(screen, tab),
  }));
}
