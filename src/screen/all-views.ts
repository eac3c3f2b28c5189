import { createViews } from './input/create-views.ts';
import * as records from './views.ts';

/** The table behind the dispatcher, the layout, the footer, the help and docs/keys.md, with the default keys. */
export const views = createViews(Object.values(records));
