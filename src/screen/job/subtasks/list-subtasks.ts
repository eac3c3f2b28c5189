import { shareText } from '../../../commands/subtasks/subtask-texts.ts';
import { percent } from '../../../diagnosis/texts.ts';
import { perRecordText, unevenSubtask } from '../../../diagnosis/uneven-subtask.ts';
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
function busiestOf(vertex: MeasuredVertex) {
  const { subtasks, measured, average, skew } = vertex;
  if (skew?.isSkewed === true || average?.busy === undefined) return undefined;
  const shares = subtasks.map((subtask) => measured.of(subtask).shares?.busy ?? 0);
  const share = { busy: average.busy, backPressured: 0, busiest: largest(shares), subtasks: shares };
  const uneven = unevenSubtask({ ...share, rates: recordRates(vertex) }, subtasks.length);
  if (uneven?.index === undefined) return undefined;
  const times = uneven.kind === 'blocked' ? perRecordText(uneven) : undefined;
  const text = times === undefined ? `busiest: others ${percent(uneven.others)}` : `blocked: ${times}`;
  return { index: subtasks[uneven.index]?.index, text };
}

/** The records of the time that the shares are about; undefined if the shares are from Flink's gauges. */
function recordRates({ subtasks, measured }: MeasuredVertex): readonly (number | undefined)[] | undefined {
  if (measured.measure === 'gauge') return undefined;
  const rates = subtasks.map((subtask) => measured.of(subtask).rates);
  const isSource = rates.every((rate) => (rate?.recordsIn ?? 0) === 0);
  return rates.map((rate) => (isSource ? rate?.recordsOut : rate?.recordsIn));
}

const sortFacts = rememberLast(
  (facts: readonly SubtaskFacts[], sort: TableSort | undefined): readonly SubtaskFacts[] => {
    const key = sort && subtaskSortKeys[sort.by];
    if (sort === undefined || key === undefined) return sortItems(facts, severityRank, 'ascending');
    return sortItems(facts, (row) => key.value(row, undefined), sort.direction);
  },
);
