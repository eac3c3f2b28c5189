import { describeError } from '../../../commands/record/describe-error.ts';
import { vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import { noReadings, readingOf } from '../../../session/readings/reading.ts';
import { doingText } from '../../../session/threads/profile-texts.ts';
import { largest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { formatAge } from '../../draw/age.ts';
import { widthOf } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { keyName } from '../../state/key-names.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { lastSampling, profileOfSampling, type ThreadSampling } from '../../state/threads/thread-samplings.ts';
import { emptyRows } from '../../table/empty-rows.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { type Column, formatTitles } from '../../table/table-format.ts';
import { type ListWindow, windowRows } from '../../table/window-rows.ts';
import type { JobPage } from '../job-page.ts';
import { loadInWords, loadText, loadTitle, loadWidths, loadWordsWidth, paintLoad } from '../load-cell.ts';
import { chosenVertex } from '../subtasks/chosen-vertex.ts';
import { vertexHeading } from '../subtasks/heading-rows.ts';
import { listSubtasks } from '../subtasks/list-subtasks.ts';
import type { SubtaskFacts } from '../subtasks/subtask-facts.ts';
import type { TabSize } from '../tab.ts';
import { hintRows } from './hint-rows.ts';

/** A subtask and its last profile. */
type ListedSubtask = { readonly facts: SubtaskFacts; readonly sampling: ThreadSampling | undefined };

export type SubtaskList = ListWindow & {
  readonly rows: readonly string[];
  readonly vertexId: string | undefined;
  readonly listed: readonly ListedSubtask[];
};

const margin = '  ';
/** Lower areas need the rows for the table. */
const roomyFrom = 16;

/** Formats the vertex, what the keys do, and the subtasks with their last profiles. */
export function subtaskList(state: ScreenState, page: JobPage, size: TabSize): SubtaskList {
  const { theme, now } = state;
  const chosen = chosenVertex(state, page);
  const listed = listedSubtasks(state, page);
  const index = cursorIndex(listed, page, chosen?.vertex.id);
  if (chosen === undefined) return { ...noList, rows: emptyRows({ text: 'Reading the job…' }, size, theme) };
  const blank = size.height >= roomyFrom ? [''] : [];
  const above = [
    ...vertexHeading(chosen, undefined, size.width - margin.length, theme).map((row) => margin + row),
    ...blank,
    ...hintRows(state, listed[index]?.facts, size.width - margin.length),
    ...blank,
  ];
  const height = Math.max(1, size.height - above.length - 1);
  if (listed.length === 0) {
    const rows = [...above, ...emptyRows(emptyText(state, page, chosen.vertex.id), { ...size, height }, theme)];
    return { ...noList, vertexId: chosen.vertex.id, rows: rows.slice(0, size.height) };
  }
  const top = windowTop(page.threads.top, index, height, listed.length);
  const columns = columnsFor(listed, state, size.width);
  const shown = windowRows(listed, columns, { index, top, height }, theme, now);
  const rows = [...above, formatTitles(columns, theme), ...shown].slice(0, size.height);
  return { rows, vertexId: chosen.vertex.id, listed, index, top, height };
}

const noList = { vertexId: undefined, listed: [], index: 0, top: 0, height: 1 } as const;

/** Returns the subtasks of the vertex, the busiest first. */
export function listedSubtasks(state: ScreenState, page: JobPage): readonly ListedSubtask[] {
  const vertex = chosenVertex(state, page)?.vertex;
  if (vertex === undefined) return [];
  const facts = listSubtasks(state, { ...page, subtasks: { ...page.subtasks, sort: undefined } }, vertex);
  return joinSamplings(facts, state.threadSamplings, page.jobId, vertex.id);
}

const joinSamplings = rememberLast(
  (
    facts: readonly SubtaskFacts[],
    samplings: readonly ThreadSampling[],
    jobId: string,
    vertexId: string,
  ): readonly ListedSubtask[] =>
    facts
      .toSorted((a, b) => (b.shares?.busy ?? -1) - (a.shares?.busy ?? -1))
      .map((one) => ({ facts: one, sampling: lastSampling(samplings, jobId, vertexId, one.number) })),
);

export function cursorIndex(
  listed: readonly ListedSubtask[],
  { threads: { cursor } }: JobPage,
  vertexId: string | undefined,
): number {
  if (cursor === undefined || cursor.vertexId !== vertexId) return 0;
  return Math.max(
    0,
    listed.findIndex(({ facts }) => facts.subtask.index === cursor.index),
  );
}

function columnsFor(listed: readonly ListedSubtask[], { snapshot, isScreenReader, now }: ScreenState, width: number) {
  const podOf = ({ facts: { subtask } }: ListedSubtask): string =>
    subtask.pod === undefined ? 'not deployed' : shortPodName(subtask.pod, snapshot?.clusterId ?? '');
  const load = loadWidths(width);
  const columns: readonly Column<ListedSubtask>[] = [
    { title: 'SUBTASK', importance: 1, width: 7, align: 'right', text: ({ facts }) => `${facts.number}` },
    {
      title: 'POD',
      importance: 4,
      width: largest(listed.map((row) => widthOf(podOf(row)))),
      text: podOf,
      token: ({ facts }) => (facts.subtask.pod === undefined ? 'warning' : undefined),
    },
    isScreenReader
      ? { title: 'LOAD', importance: 3, width: loadWordsWidth, text: ({ facts }) => loadInWords(facts.shares) }
      : {
          title: loadTitle(load.long),
          shortTitle: loadTitle(load.short),
          importance: 3,
          width: load,
          text: ({ facts }, _, columnWidth) => loadText(facts.shares, columnWidth),
          paint: ({ facts }, columnWidth, theme) => paintLoad(facts.shares, columnWidth, theme),
        },
    {
      title: 'LAST PROFILE',
      importance: 2,
      width: { min: 16 },
      text: ({ sampling }) => profileText(sampling, now),
      token: ({ sampling }) => (sampling === undefined ? 'muted' : undefined),
    },
  ];
  return fitColumns(columns, width);
}

/** `95% PriceStore.fetch, in Thread.sleep (2m ago)` */
function profileText(sampling: ThreadSampling | undefined, now: number): string {
  if (sampling === undefined) return 'none';
  const { progress, samples, count } = sampling;
  if (progress.state === 'running') return `sampling, ${samples.length}/${count}`;
  const [first] = profileOfSampling(sampling).rows;
  const what = first === undefined ? progress.state : `${first.percent}% ${doingText(first)}`;
  return `${what} (${formatAge(now - progress.at)} ago)`;
}

function emptyText(state: ScreenState, { jobId }: JobPage, vertexId: string) {
  const { snapshot } = state;
  const { failure } = readingOf(snapshot ?? { readings: noReadings }, vertexSubtasks(jobId, vertexId));
  if (failure === undefined) return { text: 'Reading the subtasks…' };
  const text = `Cannot read the subtasks: ${describeError(failure).message}`;
  return { text, hints: [{ key: keyName(state, 'screen.refresh'), text: 'tries again' }] };
}
