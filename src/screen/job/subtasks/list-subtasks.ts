import { shareText } from '../../../commands/subtasks/subtask-texts.ts';
import { percent } from '../../../diagnosis/texts.ts';
import { hasOneBusySubtask } from '../../../diagnosis/uneven-subtask.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import { largest } from '../../../text/largest.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { sortItems } from '../../state/list/sort-items.ts';
import type { ScreenState, TableSort } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import { type MeasuredVertex, measuredVertex } from './measured-vertex.ts';
import { type Stragglers, stragglersOf } from './stragglers.ts';
import type { SubtaskFacts } from './subtask-facts.ts';
import { failuresOf, type SubtaskFailures } from './subtask-failures.ts';
import { severityRank, subtaskSortKeys } from './subtask-sort-keys.ts';

const noFacts: readonly SubtaskFacts[] = [];

/** Returns the rows of a vertex in the order of the table. */
export function listSubtasks(
  state: ScreenState,
  { jobId, subtasks: { sort } }: JobPage,
  vertex: JobVertex,
): readonly SubtaskFacts[] {
  const measured = measuredVertex(state, jobId, vertex);
  if (measured === undefined) return noFacts;
  const stragglers = stragglersOf(state, jobId, vertex);
  return sortFacts(createFacts(measured, failuresOf(state, jobId, vertex.name), stragglers), sort);
}

const createFacts = rememberLast(
  (vertex: MeasuredVertex, failures: SubtaskFailures, stragglers: Stragglers | undefined): readonly SubtaskFacts[] => {
    const busiest = busiestOf(vertex);
    return vertex.subtasks.map((subtask) => {
      const number = subtask.index + 1;
      const marks = [
        ...(stragglers?.indexes.has(subtask.index) ? [`straggler of checkpoint ${stragglers.checkpointId}`] : []),
        ...(vertex.skew?.isSkewed === true && vertex.skew.subtask === number
          ? [`skewed: ${shareText(vertex.skew.share)} of records`]
          : []),
        ...(busiest?.index === subtask.index ? [busiest.text] : []),
      ];
      return { ...vertex.measured.of(subtask), subtask, number, failure: failures.get(number), marks };
    });
  },
);

/** Returns the subtask that is busy while the others are not, unless the records explain it. */
function busiestOf({ subtasks, measured, average, skew }: MeasuredVertex) {
  if (skew?.isSkewed === true || average?.busy === undefined) return undefined;
  const shares = subtasks.map((subtask) => measured.of(subtask).shares?.busy ?? 0);
  const most = largest(shares);
  const share = { busy: average.busy, backPressured: 0, busiest: most, subtasks: undefined, rates: undefined };
  if (!hasOneBusySubtask(share, subtasks.length)) return undefined;
  const others = (average.busy * subtasks.length - most) / (subtasks.length - 1);
  return { index: subtasks[shares.indexOf(most)]?.index, text: `busiest: others ${percent(others)}` };
}

const sortFacts = rememberLast(
  (facts: readonly SubtaskFacts[], sort: TableSort | undefined): readonly SubtaskFacts[] => {
    const key = sort && subtaskSortKeys[sort.by];
    if (sort === undefined || key === undefined) return sortItems(facts, severityRank, 'ascending');
    return sortItems(facts, (row) => key.value(row, undefined), sort.direction);
  },
);
