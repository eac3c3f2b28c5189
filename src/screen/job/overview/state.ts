/** State of the tab `overview`. The vertex under the cursor is in the page. */
export type OverviewState = { readonly top: number };
