import { createViews } from './state/screen.ts';
import * as records from './views.ts';

/** The table that the dispatcher, the layout, the footer, the help and docs/keys.md read. */
export const views = createViews(Object.values(records));
