import type { ConfigurationEntry } from '../../session/configuration/compare-configuration.ts';
import type { Reading } from '../../session/readings/reading.ts';
import type { Movement } from '../draw/movement.ts';
import type { ClickTarget, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

export const tabs = [
  { name: 'overview', title: 'Overview' },
  { name: 'differences', title: 'Differences' },
  { name: 'configuration', title: 'Configuration' },
] as const;
type SessionTab = (typeof tabs)[number]['name'];

export type DrawnSession = {
  readonly rows: readonly string[];
  readonly position: string | undefined;
  /** The names of the tabs. */
  readonly targets: (() => readonly ClickTarget[]) | undefined;
};

/** The code of the page, which is loaded when the page is first opened: the first frame does not need it. */
export type SessionCode = {
  /** The reading of the options, which changes when the JobManager starts again. */
  readonly options: (state: ScreenState) => Reading<unknown>;
  readonly draw: (state: ScreenState, page: SessionPage) => DrawnSession;
  readonly move: (state: ScreenState, page: SessionPage, movement: Movement) => Partial<SessionPage>;
  /** Returns undefined if there is nothing to copy. */
  readonly copyText: (state: ScreenState, page: SessionPage) => string | undefined;
};

/** State of the page `session`. */
export type SessionPage = {
  readonly tab: SessionTab;
  /** First visible row of the overview. */
  readonly overviewTop: number;
  /** Key of the option under the cursor, so that the cursor stays on it; undefined for the first row. */
  readonly cursor: string | undefined;
  readonly top: number;
  readonly filter: string;
  /** undefined until the code of the page is loaded. */
  readonly code: SessionCode | undefined;
};

export const newSessionPage: SessionPage = {
  tab: 'overview',
  overviewTop: 0,
  cursor: undefined,
  top: 0,
  filter: '',
  code: undefined,
};

export function sessionPage({ page }: ScreenState): SessionPage | undefined {
  return page?.id === 'session' ? (page.viewState as SessionPage) : undefined;
}

export function changeSessionPage({ store }: Screen, part: Partial<SessionPage>): void {
  store.setState(({ page }) =>
    page?.id === 'session' ? { page: { ...page, viewState: { ...(page.viewState as SessionPage), ...part } } } : {},
  );
}

export function showTab(screen: Screen, tab: SessionTab): void {
  changeSessionPage(screen, { tab, cursor: undefined, top: 0 });
}

/** Index of the option under the cursor. */
export function cursorIndex(entries: readonly ConfigurationEntry[], { cursor }: Pick<SessionPage, 'cursor'>): number {
  return Math.max(
    0,
    entries.findIndex(({ key }) => key === cursor),
  );
}
