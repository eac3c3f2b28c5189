import type { NamedTab } from '../draw/tab-bar.ts';
import type { Binding, Screen } from '../state/screen.ts';

type PageTabs<ViewState, Tab extends NamedTab> = {
  /** The first part of the names of the actions: `job`. */
  readonly id: string;
  readonly tabs: readonly Tab[];
  readonly shownName: (viewState: ViewState) => Tab['name'];
  readonly goTo: (screen: Screen, name: Tab['name']) => void;
};

/** Returns the keys that go to the previous and the next tab of a page. The last tab is before the first one. */
export function tabBindings<ViewState, Tab extends NamedTab>({
  id,
  tabs,
  shownName,
  goTo,
}: PageTabs<ViewState, Tab>): readonly Binding<ViewState>[] {
  const step = (count: 1 | -1) => (screen: Screen, viewState: ViewState) => {
    const index = tabs.findIndex(({ name }) => name === shownName(viewState));
    const next = tabs.at((index + count) % tabs.length);
    if (next !== undefined) goTo(screen, next.name);
  };
  return [
    {
      action: `${id}.previous-tab`,
      keys: ['['],
      hint: 'tabs',
      hintWith: `${id}.next-tab`,
      help: 'Go to the previous tab',
      run: step(-1),
    },
    {
      action: `${id}.next-tab`,
      keys: [']'],
      help: `Go to the next tab: ${tabs.map(({ title }) => title).join(', ')}`,
      run: step(1),
    },
  ];
}
