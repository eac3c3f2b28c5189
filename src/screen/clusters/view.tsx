import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import { ChoiceIndicator, ChoiceItem } from '../draw/choice.tsx';
import { cut } from '../draw/fit.ts';
import { Frame } from '../draw/frame/frame.tsx';
import { inside } from '../draw/rectangle.ts';
import { chooseInList } from '../input/movement-keys.ts';
import { layoutOf } from '../state/layout.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { type Screen, view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import type { ScreenState, Stage } from '../state/screen-state.ts';
import { clusterRows } from './cluster-rows.ts';

type Picking = Stage & { readonly kind: 'picking' };

/** The cluster picker. An Ink component draws the list and handles its keys. */
export const clusters = view<Picking>({
  id: 'clusters',
  title: 'Cluster picker',
  kind: 'overlay',
  bindings: [
    { ...chooseInList, action: 'clusters.move', help: 'Select another cluster' },
    { action: 'clusters.attach', keys: ['enter'], hint: 'attach', help: 'Attach to the selected cluster', run: 'ink' },
    {
      action: 'clusters.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'Filter by name or namespace',
      run: (screen) => openFilter(screen, 'clusters'),
    },
    {
      action: 'clusters.quit',
      keys: ['q', 'escape'],
      hint: 'quit',
      isAlwaysShown: true,
      help: 'Quit',
      run: (screen) => screen.exit({ exitCode: 0, lines: [] }),
    },
  ],
  filter: { text: ({ stage }) => (stage.kind === 'picking' ? stage.filter : ''), set: filterPicker },
  draw: { component: Clusters },
});

function Clusters() {
  const screen = useScreen();
  const body = useScreenState((state) => layoutOf(state).body);
  const stage = useScreenState((state) => state.stage);
  const now = useScreenState((state) => Math.ceil(state.now / 60_000) * 60_000);
  const empty = useScreenState(emptyText);
  const title = useScreenState(titleOf);
  const { left, top, width, height } = inside(body);
  const shown = stage.kind === 'picking' ? shownClusters(stage) : [];
  // Enter in an empty list calls `choose` with undefined.
  const choose = (item: { readonly value: FoundCluster } | undefined) => {
    if (item !== undefined) screen.attach({ clusterId: item.value.clusterId, namespace: item.value.namespace });
  };
  const rowOf = clusterRows(shown, now, width - 3);
  const items = shown.map((cluster) => ({
    key: `${cluster.namespace}/${cluster.clusterId}`,
    label: rowOf(cluster),
    value: cluster,
    ...(cluster.mode === 'application' ? { token: 'gone' } : {}),
  }));
  return (
    <>
      <Frame rectangle={body} title={title} isFocused text={empty} />
      <Box position="absolute" left={left} top={top} width={width} height={height} overflowY="hidden">
        <SelectInput
          items={items}
          limit={height}
          onSelect={choose}
          indicatorComponent={ChoiceIndicator}
          itemComponent={ChoiceItem}
        />
      </Box>
    </>
  );
}

function filterPicker({ store }: Screen, filter: string): void {
  store.setState(({ stage }) => (stage.kind === 'picking' ? { stage: { ...stage, filter } } : {}));
}

function shownClusters({ found = [], filter }: Picking): readonly FoundCluster[] {
  return found.filter(({ clusterId, namespace }) => matchesFilter(`${namespace} ${clusterId}`, filter));
}

function titleOf({ stage }: ScreenState): string {
  if (stage.kind !== 'picking' || stage.found === undefined) return 'Flink clusters';
  const scope = stage.narrowedTo === undefined ? '' : ` in ${stage.narrowedTo} (cannot list all namespaces)`;
  const shown = shownClusters(stage).length;
  const count = stage.filter === '' ? `${shown}` : `${shown} of ${stage.found.length}`;
  return `Flink clusters (${count})${scope}${stage.filter === '' ? '' : ` /${stage.filter}`}`;
}

function emptyText(state: ScreenState): string {
  const { stage, theme } = state;
  if (stage.kind !== 'picking') return '';
  const { width } = inside(layoutOf(state).body);
  if (stage.found === undefined) return ' Searching for Flink clusters…';
  if (stage.found.length > 0)
    return shownClusters(stage).length > 0 ? '' : cut(` No cluster matches "${stage.filter}"`, width);
  const scope = stage.narrowedTo === undefined ? 'any namespace' : `the namespace ${stage.narrowedTo}`;
  return [
    ` No Flink cluster found in ${scope}.`,
    ' Searched for Deployments with the labels type=flink-native-kubernetes and component=jobmanager.',
    '',
    ' To start a cluster, run kubernetes-session.sh -Dkubernetes.cluster-id=ID',
    ' To try flink-tui on a simulated cluster, run flink-tui demo',
  ]
    .map((row) => theme.title(cut(row, width)))
    .join('\n');
}
