import type { Screen } from './screen.ts';
import type { Page } from './screen-state.ts';

/** Shows a page over the current one. Esc goes back to that one. A page that is open below moves to the front. */
export function openPage({ store }: Screen, page: Omit<Page, 'below'>): void {
  store.setState((state) => ({ page: { ...page, below: without(page.id, state.page) } }));
}

/** Goes back to the page below, or to the panes. */
export function closePage({ store }: Screen): void {
  store.setState(({ page }) => ({ page: page?.below }));
}

function without(id: string, page: Page | undefined): Page | undefined {
  if (page === undefined) return undefined;
  const below = without(id, page.below);
  return page.id === id ? below : { ...page, below };
}
