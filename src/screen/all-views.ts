import { createViews } from './state/screen.ts';
import * as records from './views.ts';

/** The table behind the dispatcher, the layout, the footer, the help and docs/keys.md. */
export const views = createViews(Object.values(records));
