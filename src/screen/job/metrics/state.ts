/** State of the tab `metrics`. The charts are in the state of the screen, because they stay when the page is closed. */
export type MetricsState = {
  /** Whether the code of the tab is loaded. */
  readonly isLoaded: boolean;
  /** Index of the selected chart, or of the selected suggestion while there are no charts. */
  readonly selected: number;
  /** Index of the shown time span. */
  readonly span: number;
};

export const newMetrics: MetricsState = { isLoaded: false, selected: 0, span: 0 };

/** The shown time spans in ms. */
export const spans: readonly number[] = [10, 30, 60, 180, 360].map((minutes) => minutes * 60_000);
