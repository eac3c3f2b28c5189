import { clusters } from './clusters/view.tsx';
import { commandLine } from './command-line/view.ts';
import { dialog } from './dialog/view.tsx';
import { filter } from './filter/view.ts';
import { forwards } from './forwards/view.ts';
import { help } from './help/view.ts';
import { job } from './job/view.ts';
import { jobs } from './jobs/view.ts';
import { levels } from './levels/view.ts';
import { logColumnsView } from './logs/columns/view.tsx';
import { exceptions } from './logs/exceptions/view.ts';
import { logPrompt } from './logs/prompt/view.ts';
import { logs } from './logs/view.ts';
import { pods } from './pods/view.ts';
import { createViews } from './state/screen.ts';
import { text } from './text/view.ts';

/** Every view there is, in the order of the help: the dispatcher, the drawing, the footer and docs/keys.md read it. */
export const views = createViews([
  pods,
  jobs,
  logs,
  job,
  forwards,
  levels,
  exceptions,
  logColumnsView,
  logPrompt,
  filter,
  commandLine,
  text,
  help,
  dialog,
  clusters,
]);
