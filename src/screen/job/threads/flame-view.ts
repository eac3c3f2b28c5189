import { describeError } from '../../../commands/record/describe-error.ts';
import type { FlameGraph, FlameGraphType } from '../../../flink/thread-responses.ts';
import { flameGraph } from '../../../session/readings/flink-readings.ts';
import { noReadings, readingOf } from '../../../session/readings/reading.ts';
import { boxesOf, type FlameBox, findBox, flameTree } from '../../../session/threads/flame-tree.ts';
import { countOf } from '../../../text/count-of.ts';
import { clockAndAge } from '../../draw/age.ts';
import { cut } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { headingRows } from '../../draw/section-rows.ts';
import { keyName } from '../../state/key-names.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { EmptyText } from '../../table/empty-rows.ts';
import { emptyRows } from '../../table/empty-rows.ts';
import type { JobPage } from '../job-page.ts';
import { chosenVertex } from '../subtasks/chosen-vertex.ts';
import type { TabSize } from '../tab.ts';
import { icicleRow, placeBoxes } from './icicle.ts';
import type { FlameState } from './state.ts';

const typeTitles: { readonly [Type in FlameGraphType]: string } = {
  full: 'all threads',
  on_cpu: 'on-CPU: running threads',
  off_cpu: 'off-CPU: waiting threads',
};

/** The drawn part of a flame graph. */
export type ShownFlame = { readonly zoomed: FlameBox; readonly cursor: FlameBox; readonly root: FlameBox };

const margin = 2;
const detailHeight = 3;

/** Columns of the widest box. */
export const flameWidth = ({ width }: TabSize): number => width - 2 * margin;

const treeOf = rememberLast(flameTree);

/** Returns the tree of the graph, and its boxes under the cursor and with the whole width; undefined without samples. */
export function shownFlame(state: ScreenState, page: JobPage): ShownFlame | undefined {
  const { flame } = page.threads;
  const graph = readGraph(state, page).value;
  if (flame === undefined || graph?.state !== 'sampled' || graph.root.value === 0) return undefined;
  const root = treeOf(graph.root, !flame.isUnfolded);
  const zoomed = findBox(root, flame.zoom) ?? root;
  return { root, zoomed, cursor: findBox(zoomed, flame.cursor) ?? zoomed };
}

function readGraph({ snapshot, ...state }: ScreenState, page: JobPage) {
  const vertexId = chosenVertex({ ...state, snapshot }, page)?.vertex.id ?? '';
  return readingOf(
    snapshot ?? { readings: noReadings },
    flameGraph(page.jobId, vertexId, page.threads.flame?.type ?? 'full'),
  );
}

export function flameRows(state: ScreenState, page: JobPage, flame: FlameState, size: TabSize): readonly string[] {
  const { theme, serverNow, isScreenReader } = state;
  const { value, failure } = readGraph(state, page);
  const width = flameWidth(size);
  const vertex = chosenVertex(state, page)?.vertex.name ?? '';
  const sampledAt = value?.state === 'sampled' ? [{ text: `sampled ${clockAndAge(value.sampledAt, serverNow)}` }] : [];
  const facts = [{ text: typeTitles[flame.type] }, ...sampledAt];
  const heading = headingRows(cut(vertex, Math.max(20, width - 60)), facts, width, theme).slice(1);
  const shown = shownFlame(state, page);
  const height = Math.max(1, size.height - heading.length - 1);
  const body =
    shown === undefined
      ? emptyRows(emptyText(state, value, failure), { ...size, height }, theme)
      : isScreenReader
        ? treeRows(shown, height)
        : icicleRows(shown, { width, height }, state).map((row) => ' '.repeat(margin) + row);
  return [...heading.map((row) => ' '.repeat(margin) + row), '', ...body].slice(0, size.height);
}

function emptyText(state: ScreenState, graph: FlameGraph | undefined, failure: Error | undefined): EmptyText {
  if (graph === undefined && failure !== undefined) {
    return { text: `Cannot read the flame graph: ${describeError(failure).message}` };
  }
  switch (graph?.state) {
    case 'disabled':
      return { text: "Flink's flame graph is off: rest.flamegraph.enabled is not true" };
    case 'terminated':
      return { text: 'The vertex has ended' };
    case 'sampled':
      return {
        text: 'No sample has a thread in these states',
        hints: [{ key: keyName(state, 'job.flame-type'), text: 'shows other threads' }],
      };
    default:
      return { text: 'Flink samples the threads of the vertex: 100 samples in 5 s…' };
  }
}

function icicleRows({ root, zoomed, cursor }: ShownFlame, { width, height }: TabSize, { theme }: ScreenState) {
  const levels = placeBoxes(zoomed, width);
  const room = Math.max(1, height - detailHeight);
  const level = cursor.depth - zoomed.depth;
  const top = windowTop(0, level, room, levels.length);
  const rows = levels.slice(top, top + room).map((placed) => icicleRow(placed, cursor.id, root.value, width, theme));
  return [...rows, '', ...detailRows(cursor, root).map((row) => cut(row, width))];
}

/** Names the frame under the cursor in full, because its box may be narrow. */
function detailRows({ value, names, parent }: FlameBox, root: FlameBox): readonly string[] {
  const share = (of: number) => `${Math.round((value * 100) / of)}%`;
  const ofCaller = parent === undefined ? '' : `, ${share(parent.value)} of its caller`;
  const folded = names.length > 1 ? `, ${names.length} frames. u unfolds` : '';
  const name = fullName(names.at(-1) ?? '');
  return [`${share(root.value)}: ${countOf(value, 'sample')} of ${root.value}${ofCaller}${folded}`, name];
}

/** Flink's line numbers of native methods are -2, and -1 is unknown. */
const fullName = (name: string): string => name.replace(/:-2$/, ' (native)').replace(/:-1$/, '');

/** `97%   LookUpPrice.map`, indented below its caller. */
function treeRows({ root, zoomed, cursor }: ShownFlame, height: number): readonly string[] {
  const boxes = [...boxesOf(zoomed)];
  const index = boxes.findIndex(({ id }) => id === cursor.id);
  const top = windowTop(0, index, height, boxes.length);
  return boxes.slice(top, top + height).map((box, row) => {
    const share = `${Math.round((box.value * 100) / root.value)}%`.padStart(4);
    const indent = ' '.repeat(Math.min(20, box.depth - zoomed.depth));
    return `${top + row === index ? '▶' : ' '} ${share} ${indent}${box.label}`;
  });
}
