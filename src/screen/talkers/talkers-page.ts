import type { RecentTalkers } from '../../logs/talkers/recent-talkers.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState, TableSort } from '../state/screen-state.ts';

/** The pods that are counted. */
export type TalkersScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'pods'; readonly uids: readonly string[] }
  | {
      readonly kind: 'job';
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

/** State of the page `talkers`. */
export type TalkersPage = {
  readonly scope: TalkersScope;
  readonly counted: CountedTalkers;
  /** The logger under the cursor. undefined until the cursor is moved: the first row. */
  readonly cursor: string | undefined;
  readonly top: number;
  readonly filter: string;
  /** undefined for the default order: the most bytes first. */
  readonly sort: TableSort | undefined;
};

export function talkersPage({ page }: ScreenState): TalkersPage | undefined {
  return page?.id === 'talkers' ? (page.viewState as TalkersPage) : undefined;
}

export function changeTalkersPage({ store }: Screen, part: Partial<TalkersPage>): void {
  store.setState(({ page }) =>
    page?.id === 'talkers' ? { page: { ...page, viewState: { ...(page.viewState as TalkersPage), ...part } } } : {},
  );
}
