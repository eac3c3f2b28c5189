import type { PodRow } from '../../session/snapshot.ts';
import { openPage } from '../state/pages.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

export const podTabs = [
  { name: 'overview', title: 'Overview' },
  { name: 'environment', title: 'Environment' },
  { name: 'yaml', title: 'YAML' },
] as const;
export type PodTabName = (typeof podTabs)[number]['name'];

/** State of the page `pod`. The pod itself is in the snapshot. */
export type PodPage = {
  /** The pod as it was when the page was opened, for a pod that is no longer listed. */
  readonly opened: PodRow;
  readonly tab: PodTabName;
  readonly top: number;
  /** The text to search for; empty without a search. */
  readonly search: string;
  /** Whether the code of the page is loaded. */
  readonly isLoaded: boolean;
};

export function podPage({ page }: ScreenState): PodPage | undefined {
  return page?.id === 'pod' ? (page.viewState as PodPage) : undefined;
}

export function changePodPage({ store }: Screen, part: Partial<PodPage>): void {
  store.setState(({ page }) =>
    page?.id === 'pod' ? { page: { ...page, viewState: { ...(page.viewState as PodPage), ...part } } } : {},
  );
}

/** Returns the pod of the page as it is now, or as it was last seen. */
export function podOf({ snapshot }: ScreenState, { opened }: PodPage): PodRow {
  return snapshot?.pods?.find(({ uid }) => uid === opened.uid) ?? opened;
}

/** Opens the page of a pod. */
export function openPod(screen: Screen, pod: PodRow, isLoaded: boolean): void {
  const viewState: PodPage = { opened: pod, tab: 'overview', top: 0, search: '', isLoaded };
  openPage(screen, { id: 'pod', jobId: undefined, podUid: pod.uid, viewState });
}
