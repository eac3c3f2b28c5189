import { printable } from '../../text/printable.ts';
import { keyName } from '../state/key-names.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { emptyRows } from '../table/empty-rows.ts';
import { forgottenJob } from './ended-job.ts';
import type { JobPage } from './job-page.ts';
import type { DrawnTab, TabSize } from './tab.ts';

/** Draws a tab whose data the journal does not have. */
export function drawForgotten(state: ScreenState, page: JobPage, size: TabSize): DrawnTab {
  const { name = page.jobId, state: jobState = '' } = forgottenJob(state, page) ?? {};
  const text = `Flink no longer knows ${printable(name)}, which is ${jobState}`;
  const hints = [
    'The journal has its last load, its checkpoints and its failures.',
    {
      key: `${keyName(state, 'job.previous-tab')} ${keyName(state, 'job.next-tab')}`,
      text: 'go to the overview, the checkpoints and the exceptions',
    },
  ];
  return { rows: emptyRows({ text, hints }, size, state.theme) };
}
