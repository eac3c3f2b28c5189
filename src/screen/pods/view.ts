import { taskManagers } from '../../session/readings/flink-readings.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { layoutOf } from '../state/layout.ts';
import { selectLogs, toggleContainers } from '../state/logs/select-logs.ts';
import { openCopy } from '../state/open/open-copy.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { podUnderCursor, selectedPods } from '../state/shown-items.ts';
import { moveCursor, setFilter } from '../state/tables.ts';
import { markBindings, marksBack } from '../table/mark-bindings.ts';
import { filterBack, filterStatus } from '../table/table-filter.ts';
import { tablePosition } from '../table/table-position.ts';
import { rowText, tableCursorRow } from '../table/table-rows.ts';
import { columnsOf, podsRows, podsTargets, podsTitle } from './pods-rows.ts';

/** Pane with the JobManager and TaskManager pods, each with status and reason. */
export const pods = view({
  id: 'pods',
  title: 'Pods',
  kind: 'pane',
  bindings: [
    {
      action: 'pod.show-logs',
      keys: ['enter'],
      help: 'Show the logs of the pod or of the marked pods',
      available: hasPod,
      run: openLogs,
    },
    ...markBindings('pods', 'pod', 'the logs of marked pods are merged'),
    {
      action: 'pods.containers',
      keys: ['C'],
      help: 'Show logs of all containers, or only of the main ones',
      available: hasOtherContainers,
      run: toggleContainers,
    },
    {
      action: 'pods.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'Filter by text',
      run: (screen) => openFilter(screen, 'pods'),
    },
    {
      action: 'pod.copy',
      keys: ['y'],
      help: 'Copy the name, IP address or row of the pod or of the marked pods',
      available: hasPod,
      run: copyPods,
    },
  ],
  move: (screen, movement) => moveCursor(screen, 'pods', movement),
  filter: { text: ({ tables }) => tables.pods.filter, set: (screen, text) => setFilter(screen, 'pods', text) },
  back: (state) => filterBack(state, 'pods') ?? marksBack(state, 'pods'),
  status: (state) => filterStatus(state, 'pods') ?? underCursor(state),
  readings: () => [taskManagers],
  cursorRow: (state) => tableCursorRow(state, 'pods'),
  draw: {
    box: (state) => {
      const rectangle = layoutOf(state).panes.pods;
      const { text: title, note } = podsTitle(state);
      if (rectangle === undefined) return undefined;
      const position = tablePosition(state, 'pods');
      const text = podsRows(state).join('\n');
      const targets = () => podsTargets(state);
      return { rectangle, title, note, position, isFocused: state.focus === 'pods', text, targets };
    },
  },
});

function hasPod(state: ScreenState): true | string {
  return podUnderCursor(state) === undefined ? 'no pod under the cursor' : true;
}

function hasOtherContainers({ logs, snapshot }: ScreenState): true | string {
  const hasOthers = snapshot?.pods?.some(({ containers }) => containers.length > 1) ?? false;
  return hasOthers || logs.areAllContainers ? true : 'no pod has more than one container';
}

function openLogs(screen: Screen): void {
  selectLogs(screen, screen.store.getState().tables.pods.marked);
  screen.store.setState({ focus: 'logs' });
}

function copyPods(screen: Screen): void {
  const state = screen.store.getState();
  const pods = selectedPods(state);
  const [only] = pods;
  if (only === undefined) return;
  const subject = pods.length === 1 ? shortPodName(only.name, state.snapshot?.clusterId ?? '') : `${pods.length} pods`;
  openCopy(screen, subject, [
    { kind: 'name', lines: pods.map(({ name }) => name) },
    { kind: 'ip', lines: pods.map(({ ip }) => ip).filter((ip) => ip !== undefined) },
    { kind: 'row', lines: pods.map((pod) => rowText(state, 'pods', columnsOf(state), pod)) },
  ]);
}

/** Full name and reason of the pod under the cursor. */
function underCursor(state: ScreenState): string {
  const pod = podUnderCursor(state);
  return pod === undefined ? '' : `${pod.name}: ${pod.reason}`;
}
