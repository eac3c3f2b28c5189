import { describeError } from '../../../commands/record/describe-error.ts';
import { takesCheckpoints } from '../../../session/jobs/checkpoint-settings.ts';
import { formatSeconds } from '../../../text/duration.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { emptyRows } from '../../table/empty-rows.ts';
import { forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import type { ListData } from './list-data.ts';

/** Returns the reason why there is no list; undefined if there is one. */
export function emptyList(
  state: ScreenState,
  page: JobPage,
  { statistics, config, items }: ListData,
  size: TabSize,
): readonly string[] | undefined {
  const { theme } = state;
  const { value, failure } = statistics;
  if (items.length > 0) return undefined;
  if (forgottenJob(state, page) !== undefined) return emptyRows(notRecorded, size, theme);
  if (takesCheckpoints(value, config) === false) return emptyRows(off, size, theme);
  if (value !== undefined) return emptyRows({ text: 'No checkpoints yet', hints: nextHints(config) }, size, theme);
  if (failure === undefined) return emptyRows({ text: 'Reading the checkpoints…' }, size, theme);
  return emptyRows({ text: `The checkpoints could not be read: ${describeError(failure).message}` }, size, theme);
}

const notRecorded = { text: 'No checkpoints of this job were recorded, and Flink no longer knows the job' } as const;

const off = {
  text: 'Checkpoints are off for this job.',
  hints: [
    'Without checkpoints, Flink cannot restore state: after a failure, the job ends or starts again from nothing, and records are lost or processed twice. Batch jobs need none.',
    '',
    'To take checkpoints, submit the job again with an interval:',
    { command: 'flink run -Dexecution.checkpointing.interval=1min …' },
    'or call env.enableCheckpointing(60000) in the job.',
  ],
} as const;

function nextHints(config: ListData['config']): readonly string[] {
  if (config?.intervalMs === undefined) return [];
  return [`Flink takes the first one once all tasks run, then one every ${formatSeconds(config.intervalMs)}`];
}
