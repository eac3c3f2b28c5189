import type { DiagnosisResult } from '../../commands/why/read-diagnosis.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** State of the page `why`. */
export type WhyPage = {
  /** The diagnosed job; undefined for the whole cluster. */
  readonly jobId: string | undefined;
  readonly result: DiagnosisResult;
  /** When the gauges were read, epoch ms; undefined while the result is only what the screen already knows. */
  readonly measuredAt: number | undefined;
  /** Number of the running measurement; undefined if none is running. */
  readonly measurement: number | undefined;
  /** The reason why the last measurement failed. */
  readonly failure: string | undefined;
  /** Index of the step under the cursor. */
  readonly cursor: number;
  /** Until the user moves the cursor, it is on the first step, which is the most urgent. */
  readonly isMoved: boolean;
  readonly top: number;
};

export function whyPage({ page }: ScreenState): WhyPage | undefined {
  return page?.id === 'why' ? (page.viewState as WhyPage) : undefined;
}

export function changeWhyPage({ store }: Screen, part: Partial<WhyPage>): void {
  store.setState(({ page }) =>
    page?.id === 'why' ? { page: { ...page, viewState: { ...(page.viewState as WhyPage), ...part } } } : {},
  );
}
