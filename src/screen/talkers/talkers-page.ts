import type { RecentTalker, RecentTalkers } from '../../logs/talkers/recent-talkers.ts';
import type { Sortable } from '../state/list/sort-menu.ts';
import type { ClickTarget, Screen } from '../state/screen.ts';
import type { ScreenState, TableSort } from '../state/screen-state.ts';
import type { ListWindow } from '../table/window-rows.ts';

/** The pods that are counted. */
export type TalkersScope =
  | { readonly kind: 'all pods' }
  | { readonly kind: 'some pods'; readonly uids: readonly string[] }
  | {
      readonly kind: 'pods of job';
      readonly id: string;
      readonly name: string;
      /** Names of the pods that run the job; undefined until Flink has responded. */
      readonly pods: readonly string[] | undefined;
      /** Why the pods are unknown. */
      readonly failure: string | undefined;
      /** Flink's `lastModification` of the job at the last request, and the request time. */
      readonly change: number | undefined;
      readonly requestedAt: number;
    };

/** A log in the scope that is not counted, and why. */
export type Uncounted = { readonly pod: string; readonly reason: string };

/** What was counted, when it was last read. */
export type CountedTalkers = {
  readonly recent: RecentTalkers;
  readonly uncounted: readonly Uncounted[];
};

/** The rows of the page, and the loggers in the table. */
export type TalkersBox = ListWindow & {
  readonly rows: readonly string[];
  readonly talkers: readonly RecentTalker[];
  /** The sort, if no column title shows it. */
  readonly hiddenSort: string | undefined;
  /** Columns of the table, whose titles are in this row. */
  readonly targets: () => readonly ClickTarget[];
};

/** The code of the page, which is loaded when the page is first opened: the first frame does not need it. */
export type TalkersCode = {
  readonly count: (state: ScreenState, scope: TalkersScope) => CountedTalkers;
  readonly box: (state: ScreenState, page: CountedPage) => TalkersBox;
  readonly underCursor: (page: CountedPage) => RecentTalker | undefined;
  readonly raiseLevel: (screen: Screen, talker: RecentTalker) => void;
  readonly showLogs: (screen: Screen, talker: RecentTalker, scope: TalkersScope) => void;
  readonly sortable: Sortable;
};

/** State of the page `talkers`. */
export type TalkersPage = {
  readonly scope: TalkersScope;
  /** undefined until the code of the page is loaded. */
  readonly counted: CountedTalkers | undefined;
  readonly code: TalkersCode | undefined;
  /** The logger under the cursor. undefined until the cursor is moved: the first row. */
  readonly cursor: string | undefined;
  readonly top: number;
  readonly filter: string;
  /** undefined for the default order: the most bytes first. */
  readonly sort: TableSort | undefined;
};

/** The page with its code loaded. */
export type CountedPage = TalkersPage & { readonly counted: CountedTalkers; readonly code: TalkersCode };

export function countedPage(state: ScreenState): CountedPage | undefined {
  const page = talkersPage(state);
  return page !== undefined && isCounted(page) ? page : undefined;
}

export function isCounted(page: TalkersPage): page is CountedPage {
  return page.counted !== undefined && page.code !== undefined;
}

export function talkersPage({ page }: ScreenState): TalkersPage | undefined {
  return page?.id === 'talkers' ? (page.viewState as TalkersPage) : undefined;
}

export function changeTalkersPage({ store }: Screen, part: Partial<TalkersPage>): void {
  store.setState(({ page }) =>
    page?.id === 'talkers' ? { page: { ...page, viewState: { ...(page.viewState as TalkersPage), ...part } } } : {},
  );
}
