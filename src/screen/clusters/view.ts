import { movementBinding } from '../input/movement-binding.ts';
import { allMovement } from '../input/movement-keys.ts';
import { type Chooser, chooserLists } from '../state/chooser.ts';
import { layoutOf } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { closeChooser, showClusters } from '../state/open/show-clusters.ts';
import { type Box, type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { loadedChooserCode } from './prepare-chooser.ts';

/** The cluster picker: the clusters of a context, the contexts of the kubeconfig and the namespaces. */
export const clusters = view<undefined>({
  id: 'clusters',
  title: 'Cluster picker',
  kind: 'overlay',
  isList: () => true,
  bindings: [
    {
      action: 'clusters.attach',
      keys: ['enter'],
      hint: (_, { chooser }) => (chooser?.list === 'clusters' ? 'attach' : 'show clusters'),
      help: 'Attach to the selected cluster, or show the clusters of the selected context or namespace',
      run: (screen) => loadedChooserCode()?.choose(screen),
    },
    movementBinding({ ...allMovement, action: 'clusters.move', help: 'Select another row' }, (screen, _, movement) =>
      loadedChooserCode()?.move(screen, movement),
    ),
    {
      action: 'clusters.next-list',
      keys: ['tab', 'right', 'l'],
      hint: (_, { chooser }) => (chooser?.list === 'clusters' ? 'contexts' : 'next list'),
      help: 'Go to the next list: clusters, contexts, namespaces',
      run: (screen) => changeList(screen, 1),
    },
    {
      action: 'clusters.previous-list',
      keys: ['shift-tab', 'left', 'h'],
      help: 'Go to the previous list',
      run: (screen) => changeList(screen, -1),
    },
    {
      action: 'clusters.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'Filter by name or namespace',
      run: (screen) => openFilter(screen, 'clusters'),
    },
    {
      action: 'clusters.refresh',
      keys: ['r'],
      hint: 'refresh',
      help: 'Read everything again',
      run: (screen) =>
        screen.store.setState(({ chooser }) =>
          chooser === undefined ? {} : { chooser: { ...chooser, jobs: new Map(), refreshes: chooser.refreshes + 1 } },
        ),
    },
    {
      action: 'clusters.close',
      keys: ['escape', 'q'],
      hint: (_, { stage }) => (stage.kind === 'picking' ? 'quit' : 'go back'),
      isAlwaysShown: true,
      help: 'Go back without changing anything, or quit if no cluster is attached',
      run: close,
    },
  ],
  opens: [
    {
      viewId: 'any',
      action: 'clusters.open',
      keys: ['K'],
      hint: 'clusters',
      help: 'Switch to another cluster, context or namespace',
      run: (screen) => showClusters(screen, 'clusters'),
    },
  ],
  filter: {
    text: ({ chooser }) => chooser?.filter ?? '',
    set: (screen, filter) => change(screen, { filter }),
  },
  draw: { box },
});

function box(state: ScreenState): Box | undefined {
  const { chooser } = state;
  const code = loadedChooserCode();
  if (chooser === undefined) return undefined;
  if (code !== undefined) return code.box(state, chooser);
  return { rectangle: layoutOf(state).body, title: 'Flink clusters', isFocused: true, text: '' };
}

function change({ store }: Screen, changes: Partial<Chooser>): void {
  store.setState(({ chooser }) => (chooser === undefined ? {} : { chooser: { ...chooser, ...changes } }));
}

function changeList(screen: Screen, step: number): void {
  const list = screen.store.getState().chooser?.list ?? 'clusters';
  const index = chooserLists.indexOf(list) + step + chooserLists.length;
  change(screen, { list: chooserLists[index % chooserLists.length] ?? list, filter: '', cursor: undefined });
}

function close(screen: Screen): void {
  if (screen.store.getState().stage.kind === 'picking') screen.exit({ exitCode: 0, lines: [] });
  else closeChooser(screen);
}
