import { placementReadings } from '../../session/memory/jobs-of-pods.ts';
import { jvmMemory } from '../../session/memory/jvm-memory.ts';
import { jobManagerOptions, taskManagers } from '../../session/readings/flink-readings.ts';
import type { Reading } from '../../session/readings/reading.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { cursorPosition, rangePosition } from '../draw/frame/scroll-position.ts';
import { type Movement, moveBy, windowTop } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import { closePage, openPage } from '../state/pages.ts';
import { copyAndShow } from '../state/run/show-message.ts';
import { type Box, type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { podUnderCursor } from '../state/shown-items.ts';
import { detailRows } from './detail-rows.ts';
import { listBox } from './list-rows.ts';
import { changeMemoryPage, cursorIndex, type MemoryPage, memoryPage, newMemoryPage, shownRows } from './memory-page.ts';

/** Page with the memory of all TaskManagers and the JobManager, those nearest to a limit first. */
export const memory = view<MemoryPage>({
  id: 'memory',
  title: 'Memory',
  kind: 'page',
  bindings: [
    {
      action: 'memory.open',
      keys: ['enter'],
      when: ({ isDetail }) => !isDetail,
      hint: 'details',
      help: 'Show what the memory of the pod is used for',
      available: hasRow,
      run: (screen, page) => {
        const { uid } = rowUnderCursor(screen.store.getState(), page) ?? {};
        if (uid !== undefined) changeMemoryPage(screen, { cursor: uid, isDetail: true, detailTop: 0 });
      },
    },
    {
      action: 'memory.logs',
      keys: ['L'],
      hint: 'logs',
      help: 'Show the logs of the pod',
      available: hasListedPod,
      run: openLogs,
    },
    {
      action: 'memory.copy',
      keys: ['y'],
      hint: 'copy name',
      help: 'Copy the name of the pod',
      available: hasRow,
      run: (screen, page) => {
        const { name } = rowUnderCursor(screen.store.getState(), page) ?? {};
        if (name !== undefined) copyAndShow(screen, name);
      },
    },
    {
      action: 'memory.close',
      keys: ['escape'],
      hint: 'back',
      isAlwaysShown: true,
      help: 'Go back to the list, or to the panes',
      run: (screen, { isDetail }) => {
        if (isDetail) changeMemoryPage(screen, { isDetail: false });
        else closePage(screen);
      },
    },
  ],
  opens: [
    {
      viewId: 'any',
      action: 'memory.show',
      keys: ['M'],
      hint: 'memory',
      help: 'Show the memory of TaskManagers and the JobManager, with the cursor on the selected pod',
      run: (screen) => {
        const state = screen.store.getState();
        if (memoryPage(state) !== undefined) return;
        const isChosen = state.page === undefined && state.focus === 'pods' && state.tables.pods.isMoved;
        open(screen, isChosen ? podUnderCursor(state)?.uid : undefined, { isDetail: false });
      },
    },
  ],
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = memoryPage(state);
    if (page !== undefined) move(screen, state, page, movement);
  },
  showAt: (screen, { uid }) => open(screen, uid, { isDetail: uid !== undefined }),
  readings: (state, page) => neededReadings(state, page),
  draw: { box },
});

function open(screen: Screen, uid: string | undefined, { isDetail }: { readonly isDetail: boolean }): void {
  const isKnown = shownRows(screen.store.getState()).some((row) => row.uid === uid);
  const viewState = newMemoryPage(isKnown ? uid : undefined, isKnown && isDetail);
  openPage(screen, { id: 'memory', jobId: undefined, viewState });
}

/** Reads the visible processes, and where the jobs run. */
function neededReadings(state: ScreenState, page: MemoryPage): readonly Reading<unknown>[] {
  const { snapshot } = state;
  if (snapshot === undefined) return [];
  const all = shownRows(state);
  const index = cursorIndex(state, page);
  const { height } = layoutOf(state).body;
  const top = windowTop(page.top, index, height, all.length);
  const visible = page.isDetail ? all.slice(index, index + 1) : all.slice(top, top + height);
  const shown = visible.filter(({ end }) => end === undefined);
  const leading = shown.some(({ name }) => name === snapshot.leader);
  const workers = shown.filter(({ role }) => role === 'taskmanager');
  return [
    taskManagers,
    ...placementReadings(snapshot),
    ...(leading ? [jvmMemory(undefined), jobManagerOptions] : []),
    ...workers.map(({ name }) => jvmMemory(name)),
  ];
}

function box(state: ScreenState, page: MemoryPage): Box {
  const rectangle = layoutOf(state).body;
  const row = page.isDetail ? rowUnderCursor(state, page) : undefined;
  if (row === undefined) {
    const { rows, index, count } = listBox(state, page);
    return {
      rectangle,
      title: 'Memory',
      position: cursorPosition(index, count),
      isFocused: true,
      text: rows.join('\n'),
    };
  }
  const { width, height } = inside(rectangle);
  const rows = detailRows(state, row, width);
  const top = Math.min(page.detailTop, Math.max(0, rows.length - height));
  const title = `Memory › ${shortPodName(row.name, state.snapshot?.clusterId ?? '')}`;
  const text = rows.slice(top, top + height).join('\n');
  return { rectangle, title, position: rangePosition(top, height, rows.length), isFocused: true, text };
}

const rowUnderCursor = (state: ScreenState, page: MemoryPage) => shownRows(state)[cursorIndex(state, page)];

function hasRow(state: ScreenState): true | string {
  return shownRows(state).length > 0 ? true : 'no pod under the cursor';
}

function hasListedPod(state: ScreenState): true | string {
  const page = memoryPage(state);
  const uid = page && rowUnderCursor(state, page)?.uid;
  return state.snapshot?.pods?.some((pod) => pod.uid === uid) ? true : 'the logs of this pod are not kept';
}

function openLogs(screen: Screen, page: MemoryPage): void {
  const row = rowUnderCursor(screen.store.getState(), page);
  if (row === undefined) return;
  const at = row.end?.at ?? screen.store.getState().serverNow;
  screen.views.get('logs').showAt?.(screen, { viewId: 'logs', uid: row.uid, at });
}

function move(screen: Screen, state: ScreenState, page: MemoryPage, movement: Movement): void {
  if (page.isDetail) {
    const row = rowUnderCursor(state, page);
    const { width, height } = inside(layoutOf(state).body);
    const count = row === undefined ? 0 : detailRows(state, row, width).length;
    changeMemoryPage(screen, { detailTop: moveBy(page.detailTop, movement, height, Math.max(0, count - height)) });
    return;
  }
  const { index, count, pageHeight } = listBox(state, page);
  const cursor = shownRows(state)[moveBy(index, movement, pageHeight, count - 1)]?.uid;
  const next = { ...page, cursor };
  changeMemoryPage(screen, { cursor, top: listBox(state, next).top });
}
