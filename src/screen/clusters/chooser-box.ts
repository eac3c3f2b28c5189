import type { ChooserListName } from '../../commands/record/command.ts';
import { printable } from '../../text/printable.ts';
import { cell, cut, cutMiddle, widthOf, wrap } from '../draw/fit.ts';
import { cursorPosition } from '../draw/frame/scroll-position.ts';
import { windowTop } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { type Chooser, chooserLists, type Loaded } from '../state/chooser.ts';
import { layoutOf } from '../state/layout.ts';
import type { Box } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { fitColumns } from '../table/fit-columns.ts';
import { fitNames, widestName } from '../table/fit-names.ts';
import { type Column, formatRow, formatTitles } from '../table/table-format.ts';
import { clusterColumns, contextColumns, namespaceColumns } from './chooser-columns.ts';
import { type ChooserItem, chooserItems, cursorIndex, shownContext } from './chooser-items.ts';
import { detailTexts } from './detail-texts.ts';

export type ChooserBox = Box & {
  /** Number of rows for items. */
  readonly height: number;
};

const titles = {
  clusters: 'Flink clusters',
  contexts: 'Contexts',
  namespaces: 'Namespaces',
} as const satisfies Record<ChooserListName, string>;
const tabTitles = { clusters: 'Clusters', contexts: 'Contexts', namespaces: 'Namespaces' } as const;
/** Rows below the list for the item under the cursor. */
const maxDetailRows = 3;
const maxNoticeRows = 6;

/** Lays out the chooser: which list is shown, what went wrong, the list, and what is known of the item under the cursor. */
export function chooserBox(state: ScreenState, chooser: Chooser): ChooserBox {
  const { theme } = state;
  const { body } = layoutOf(state);
  const { width, height } = inside(body);
  const { all, shown } = chooserItems(state);
  const index = cursorIndex(shown, chooser);
  const notice = noticeRows(state, chooser, width);
  const details = shown.length === 0 ? [] : detailRows(state, chooser, shown[index], width);
  const room = Math.max(1, height - notice.length - details.length - 2);
  const listed =
    shown.length === 0 ? emptyRows(state, chooser, all.length, width) : listRows(state, shown, { index, room, width });
  const free = Math.max(0, height - 1 - notice.length - listed.length - details.length);
  const rows = [
    tabRow(state, chooser, width),
    ...notice,
    ...listed,
    ...Array.from({ length: free }, () => ''),
    ...details,
  ];
  return {
    rectangle: body,
    title: titleOf(chooser, all.length, shown.length),
    position: cursorPosition(index, shown.length),
    isFocused: true,
    text: rows.map((row) => row || theme.muted(cell('', width))).join('\n'),
    height: room,
  };
}

function titleOf({ list, filter, clusters }: Chooser, all: number, shown: number): string {
  const isLoading = list === 'clusters' && clusters.state !== 'loaded';
  const count = filter === '' ? `${all}` : `${shown} of ${all}`;
  return `${titles[list]}${isLoading ? '' : ` (${count})`}${filter === '' ? '' : ` /${filter}`}`;
}

/** `[Clusters] Contexts  Namespaces  context admin@prod · all namespaces` */
function tabRow({ theme }: ScreenState, chooser: Chooser, width: number): string {
  const tabs = chooserLists.map((list) => (list === chooser.list ? `[${tabTitles[list]}]` : ` ${tabTitles[list]} `));
  const painted = tabs.map((text, index) => (chooserLists[index] === chooser.list ? theme.strong : theme.muted)(text));
  const room = width - widthOf(tabs.join('')) - 2;
  return `${painted.join('')} ${theme.muted(cell(printable(scopeText(chooser, room)), room, 'right'))} `;
}

/** Returns the context and the namespace that are searched. A long name of a context is shortened. */
function scopeText(chooser: Chooser, width: number): string {
  const context = shownContext(chooser);
  const narrowedTo = chooser.clusters.state === 'loaded' ? chooser.clusters.value.narrowedTo : undefined;
  const searched = narrowedTo ?? chooser.namespace;
  const limit = narrowedTo === undefined ? '' : ' (cannot list all)';
  const namespace = searched === undefined ? 'all namespaces' : `namespace ${searched}${limit}`;
  const room = width - widthOf(`context  · ${namespace}`);
  if (context === undefined || room < 8) return cut(namespace, Math.max(0, width));
  return `context ${cutMiddle(context, room, Math.floor(room / 3))} · ${namespace}`;
}

function noticeRows({ theme }: ScreenState, { notice }: Chooser, width: number): readonly string[] {
  if (notice === undefined) return [];
  const { title, message, hints } = notice;
  const rows = [
    ...wrap(printable(`✕ ${title}: ${message}`), width - 2, 4, 'words').map((row) =>
      theme.error(cell(` ${row}`, width)),
    ),
    ...hints.flatMap((hint) => wrap(`→ ${hint}`, width - 4, 2, 'words')).map((row) => cell(`   ${row}`, width)),
  ];
  return [...rows.slice(0, maxNoticeRows), cell('', width)];
}

type Window = { readonly index: number; readonly room: number; readonly width: number };

function listRows(state: ScreenState, shown: readonly ChooserItem[], window: Window): readonly string[] {
  const kind = shown[0]?.kind;
  const now = Math.ceil(state.now / 60_000) * 60_000;
  if (kind === 'cluster') return tableRows(state, only(shown, kind), clusterColumns(only(shown, kind), now), window);
  if (kind === 'context') return tableRows(state, only(shown, kind), contextColumns(only(shown, kind)), window);
  return tableRows(state, only(shown, 'namespace'), namespaceColumns(), window);
}

function only<Kind extends ChooserItem['kind']>(
  items: readonly ChooserItem[],
  kind: Kind,
): readonly Extract<ChooserItem, { kind: Kind }>[] {
  return items.filter((item): item is Extract<ChooserItem, { kind: Kind }> => item.kind === kind);
}

function tableRows<Item extends ChooserItem>(
  { theme, now }: ScreenState,
  items: readonly Item[],
  columns: readonly Column<Item>[],
  { index, room, width }: Window,
): readonly string[] {
  const fitted = fitNames(fitColumns(columns, width, widestName(columns, items, now)), items, now);
  const top = windowTop(0, index, room, items.length);
  const rows = items.slice(top, top + room).map((item, row) => {
    const cursor = top + row === index ? 'focused' : 'none';
    const isMarked = item.kind === 'cluster' ? item.isAttached : item.isShown;
    const token = item.kind === 'cluster' && item.cluster.mode === 'application' ? 'gone' : undefined;
    return formatRow(item, fitted, { cursor, isMarked, token }, theme, now);
  });
  return [formatTitles(fitted, theme), ...rows];
}

function detailRows(
  { theme }: ScreenState,
  chooser: Chooser,
  item: ChooserItem | undefined,
  width: number,
): readonly string[] {
  if (item === undefined) return [];
  const rows = detailTexts(item, chooser).flatMap((text) => wrap(printable(text), width - 2, 2, 'words'));
  return rows.length === 0
    ? []
    : ['', ...rows.slice(0, maxDetailRows).map((row) => theme.muted(cell(` ${row}`, width)))];
}

function emptyRows({ theme }: ScreenState, chooser: Chooser, count: number, width: number): readonly string[] {
  const text = (row: string) => cell(` ${cut(row, width - 2)}`, width);
  if (count > 0) return [text(`No row matches "${chooser.filter}"`)];
  const loaded: Loaded<unknown> = chooser[chooser.list];
  if (loaded.state === 'failed') {
    return [
      ...wrap(printable(loaded.message), width - 2, 6, 'words').map((row) => theme.error(text(row))),
      ...loaded.hints.flatMap((hint) => wrap(`→ ${hint}`, width - 4, 2, 'words')).map((row) => text(`  ${row}`)),
      ...(chooser.list === 'clusters'
        ? ['', text('Tab shows the other contexts of the kubeconfig. r tries again.')]
        : []),
    ];
  }
  if (loaded.state === 'loading') return [theme.muted(text(loadingTexts[chooser.list]))];
  return noClusterTexts(chooser).map((row) => theme.title(text(row)));
}

const loadingTexts = {
  clusters: 'Searching for Flink clusters…',
  contexts: 'Reading the kubeconfig…',
  namespaces: 'Listing namespaces…',
} as const satisfies Record<ChooserListName, string>;

function noClusterTexts({ namespace, clusters }: Chooser): readonly string[] {
  const searched = namespace ?? (clusters.state === 'loaded' ? clusters.value.narrowedTo : undefined);
  const scope = searched === undefined ? 'any namespace' : `the namespace ${searched}`;
  return [
    `No Flink cluster found in ${scope}.`,
    'Searched for Deployments with the labels type=flink-native-kubernetes and component=jobmanager.',
    '',
    'To start a cluster, run kubernetes-session.sh -Dkubernetes.cluster-id=ID',
    'To try flink-tui on a simulated cluster, run flink-tui demo',
  ];
}
