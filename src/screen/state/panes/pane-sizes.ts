import type { LayoutMode } from './layout-mode.ts';

/** Rows that the user added to the automatic height of a pane, by layout mode. In an accordion, while it has the focus. */
export type PaneSizes = { readonly [Mode in LayoutMode]?: AddedRows };
type AddedRows = { readonly pods?: number; readonly jobs?: number; readonly logs?: number };

export const automaticSizes: PaneSizes = {};
