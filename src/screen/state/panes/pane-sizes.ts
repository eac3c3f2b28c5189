import type { LayoutMode } from './layout-mode.ts';

/** Rows that the user added to a pane, by layout mode. An accordion adds them only while the pane has the focus. */
export type PaneSizes = { readonly [Mode in LayoutMode]?: AddedRows };
type AddedRows = { readonly pods?: number; readonly jobs?: number; readonly logs?: number };

export const automaticSizes: PaneSizes = {};
