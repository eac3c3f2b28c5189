import { taskManagers } from '../../session/readings/flink-readings.ts';
import { layoutOf } from '../state/layout.ts';
import { selectLogs, toggleAllSelected, toggleContainers, toggleSelected } from '../state/logs/select-logs.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { copyAndShow } from '../state/run/show-message.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { podUnderCursor } from '../state/shown-items.ts';
import { moveCursor, setFilter } from '../state/tables.ts';
import { filterBack, filterStatus } from '../table/table-filter.ts';
import { podsRows, podsTitle } from './pods-rows.ts';

/** Pane with the JobManager and TaskManager pods, each with status and reason. */
export const pods = view({
  id: 'pods',
  title: 'Pods',
  kind: 'pane',
  bindings: [
    { action: 'pod.show-logs', keys: ['enter'], help: 'Show the logs of the pod', available: hasPod, run: openLogs },
    {
      action: 'pod.select',
      keys: ['space'],
      hint: 'select',
      help: 'Select the pod to follow several logs together',
      available: hasPod,
      run: (screen) => {
        const pod = podUnderCursor(screen.store.getState());
        if (pod !== undefined) toggleSelected(screen, pod.uid);
      },
    },
    {
      action: 'pods.containers',
      keys: ['C'],
      help: 'Show logs of all containers, or only of the main ones',
      available: hasOtherContainers,
      run: toggleContainers,
    },
    {
      action: 'pods.select-all',
      keys: ['a'],
      help: 'Select all pods or none',
      available: hasPod,
      run: toggleAllSelected,
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
      hint: 'copy name',
      help: "Copy the pod's name",
      available: hasPod,
      run: (screen) => copyAndShow(screen, podUnderCursor(screen.store.getState())?.name),
    },
  ],
  move: (screen, movement) => moveCursor(screen, 'pods', movement),
  filter: { text: ({ tables }) => tables.pods.filter, set: (screen, text) => setFilter(screen, 'pods', text) },
  back: (state) => filterBack(state, 'pods'),
  status: (state) => filterStatus(state, 'pods') ?? underCursor(state),
  readings: () => [taskManagers],
  draw: {
    box: (state) => {
      const rectangle = layoutOf(state).panes.pods;
      const { text: title, note } = podsTitle(state);
      return (
        rectangle && { rectangle, title, note, isFocused: state.focus === 'pods', text: podsRows(state).join('\n') }
      );
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
  selectLogs(screen, []);
  screen.store.setState({ focus: 'logs' });
}

/** Full name and reason of the pod under the cursor. */
function underCursor(state: ScreenState): string {
  const pod = podUnderCursor(state);
  return pod === undefined ? '' : `${pod.name}: ${pod.reason}`;
}
