import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import { ChoiceIndicator, ChoiceItem } from '../draw/choice.tsx';
import { cut } from '../draw/fit.ts';
import { Frame } from '../draw/frame.tsx';
import { inside } from '../draw/rectangle.ts';
import { chooseInList } from '../input/choose-in-list.ts';
import { layoutOf } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import type { ScreenState } from '../state/screen-state.ts';
import { foundRows } from './found-rows.ts';
import { filterPicker, type Picking, shownClusters } from './picker.ts';

/** All clusters that may be seen, to attach to one of them. The list itself is Ink's. */
export const clusters = view<Picking>({
  id: 'clusters',
  title: 'Choice of a cluster, at the start',
  kind: 'overlay',
  bindings: [
    { ...chooseInList, action: 'clusters.move', help: 'to another cluster' },
    { action: 'clusters.attach', keys: ['enter'], hint: 'attach', help: 'attach to the cluster', run: 'ink' },
    {
      action: 'clusters.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'show only what contains a text',
      run: (screen) => openFilter(screen, 'clusters'),
    },
    {
      action: 'clusters.quit',
      keys: ['q', 'escape'],
      hint: 'quit',
      isLasting: true,
      help: 'leave',
      run: (screen) => screen.leave({ exitCode: 0, lines: [] }),
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
  // The list hands on undefined where there is nothing in it.
  const choose = (item: { readonly value: FoundCluster } | undefined) => {
    if (item !== undefined) screen.attach({ clusterId: item.value.clusterId, namespace: item.value.namespace });
  };
  const rowOf = foundRows(shown, now, width - 3);
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

function titleOf({ stage }: ScreenState): string {
  if (stage.kind !== 'picking' || stage.found === undefined) return 'Flink clusters';
  const where = stage.narrowedTo === undefined ? '' : ` in ${stage.narrowedTo}, the one namespace you may list`;
  const shown = shownClusters(stage).length;
  const count = stage.filter === '' ? `${shown}` : `${shown} of ${stage.found.length}`;
  return `Flink clusters (${count})${where}${stage.filter === '' ? '' : ` /${stage.filter}`}`;
}

function emptyText(state: ScreenState): string {
  const { stage, theme } = state;
  if (stage.kind !== 'picking') return '';
  const { width } = inside(layoutOf(state).body);
  if (stage.found === undefined) return ' looking for Flink clusters…';
  if (stage.found.length > 0)
    return shownClusters(stage).length > 0 ? '' : cut(` none contains "${stage.filter}"`, width);
  const where = stage.narrowedTo === undefined ? 'any namespace' : `the namespace ${stage.narrowedTo}`;
  return [
    ` No Flink cluster in ${where}.`,
    ' Looked for Deployments with the labels type=flink-native-kubernetes and component=jobmanager.',
    '',
    ' kubernetes-session.sh -Dkubernetes.cluster-id=ID starts one;',
    ' flink-tui demo shows the program on a simulated one.',
  ]
    .map((row) => theme.title(cut(row, width)))
    .join('\n');
}
