import { shortPodName } from '../../text/short-pod-name.ts';
import { moveBy } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { tabBar } from '../draw/tab-bar.ts';
import { keyName } from '../state/key-names.ts';
import { layoutOf } from '../state/layout.ts';
import { staleNote } from '../state/link-text.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import { openCopy } from '../state/open/open-copy.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { hasPreviousLog, showPreviousLog } from '../state/open/show-previous-log.ts';
import { closePage } from '../state/pages.ts';
import { tabSize } from '../state/panes/tab-size.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { podUnderCursor, selectedPods } from '../state/shown-items.ts';
import { tabBindings } from '../table/tab-bindings.ts';
import { tabTargets } from '../table/tab-targets.ts';
import { loadCode, loadedCode } from './load-code.ts';
import { changePodPage, openPod, type PodPage, podOf, podPage, podTabs } from './pod-page.ts';

/** Page of one pod: its status, containers, tasks, memory, events, environment and YAML. It replaces the panes. */
export const pod = view<PodPage>({
  id: 'pod',
  title: 'Pod',
  kind: 'page',
  commandsOf: 'pods',
  bindings: [
    {
      action: 'pod.show-log',
      keys: ['enter'],
      help: 'Show the log of the pod at its newest line',
      run: (screen, page) => showLog(screen, page),
    },
    {
      action: 'pod.previous-log',
      keys: ['p'],
      hint: (_, state) => (hasPreviousLog(state, shownPod(state)) === true ? 'previous log' : undefined),
      help: 'Show the log of the container from before its last restart',
      available: (state) => hasPreviousLog(state, shownPod(state)),
      run: (screen, page) => void showPreviousLog(screen, podOf(screen.store.getState(), page)),
    },
    {
      action: 'pod.forward',
      keys: ['f'],
      hint: 'forward',
      isAfterCommands: true,
      help: 'Forward a local port to a port of the pod',
      available: (state) => (shownPod(state)?.goneAt === undefined ? true : 'the pod is gone'),
      run: (screen, page) => openForward(screen, page),
    },
    ...tabBindings({ id: 'pod', tabs: podTabs, shownName: ({ tab }: PodPage) => tab, goTo: showTab }),
    {
      action: 'pod.copy-from-page',
      keys: ['y'],
      hint: 'copy',
      isAfterCommands: true,
      help: 'Copy the name, the IP address or the YAML of the pod',
      run: (screen, page) => copyPod(screen, page),
    },
    {
      action: 'pod.search',
      keys: ['/'],
      hint: 'search',
      isAfterCommands: true,
      help: 'Search the tab; capital letters make the search case-sensitive',
      run: (screen) => openFilter(screen, 'pod'),
    },
    {
      action: 'pod.next-match',
      keys: ['n'],
      hint: ({ search }) => (search === '' ? undefined : 'next match'),
      help: 'Go to the next match',
      available: isSearching,
      run: (screen, page) => goToMatch(screen, page, 1),
    },
    {
      action: 'pod.previous-match',
      keys: ['N'],
      help: 'Go to the previous match',
      available: isSearching,
      run: (screen, page) => goToMatch(screen, page, -1),
    },
    {
      action: 'pod.close',
      keys: ['escape'],
      hint: ({ search }) => (search === '' ? 'back' : 'clear search'),
      isAlwaysShown: true,
      help: 'Clear the search, or go back',
      run: (screen, { search }) => {
        if (search === '') closePage(screen);
        else changePodPage(screen, { search: '' });
      },
    },
  ],
  opens: [
    {
      viewId: 'pods',
      action: 'pod.open',
      keys: ['d'],
      hint: 'details',
      help: 'Show the details of the pod: containers, tasks, memory, events, environment, YAML',
      available: (state) => (podUnderCursor(state) === undefined ? 'no pod under the cursor' : true),
      run: (screen) => open(screen, podUnderCursor(screen.store.getState())?.uid),
    },
  ],
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = podPage(state);
    const code = loadedCode();
    if (page === undefined || code === undefined) return;
    const { height } = tabSize(state);
    const last = Math.max(0, code.podRows(state, page).length - height);
    changePodPage(screen, { top: moveBy(Math.min(page.top, last), movement, height, last) });
  },
  showAt: (screen, { uid }) => open(screen, uid),
  filter: {
    text: (state) => podPage(state)?.search ?? '',
    set: (screen, search) => {
      changePodPage(screen, { search });
      const page = podPage(screen.store.getState());
      if (page !== undefined && search !== '') goToMatch(screen, page, 0);
    },
  },
  status: searchStatus,
  readings: (state, page) =>
    (loadedCode()?.podReadings(state, page) ?? []).map((reading) => ({ ...reading, isOpened: true as const })),
  draw: {
    box: (state, page) => {
      const { body } = layoutOf(state);
      const { snapshot, theme, now } = state;
      const part = loadedCode()?.shownPart(state, page);
      const { name } = podOf(state, page);
      const watch = snapshot?.watches.pods;
      return {
        rectangle: body,
        title: `1 Pods › ${shortPodName(name, snapshot?.clusterId ?? '')}`,
        note: (watch && staleNote(watch, now)) ?? (snapshot && staleNote(snapshot.links.kubernetes, now)),
        position: part?.position,
        isFocused: true,
        text: [
          tabBar(podTabs, page.tab, inside(body).width, theme),
          '',
          ...(part?.rows ?? [theme.busy(' loading…')]),
        ].join('\n'),
        targets: () => tabTargets(podTabs, page.tab, inside(body).width, (screen, tab) => showTab(screen, tab.name)),
      };
    },
  },
});

function showTab(screen: Screen, tab: PodPage['tab']): void {
  changePodPage(screen, { tab, top: 0 });
}

const shownPod = (state: ScreenState) => selectedPods(state)[0];

function open(screen: Screen, uid: string | undefined): void {
  const found = screen.store.getState().snapshot?.pods?.find((row) => row.uid === uid);
  if (found === undefined) return;
  const isLoaded = loadedCode() !== undefined;
  openPod(screen, found, isLoaded);
  if (!isLoaded) loadCode(screen).catch(screen.log);
}

function showLog(screen: Screen, { opened: { uid } }: PodPage): void {
  const { serverNow } = screen.store.getState();
  screen.views.get('logs').showAt?.(screen, { viewId: 'logs', uid, at: serverNow });
}

/** Opens the command line with the pod filled in. Only JobManagers have a port that people open: the REST port. */
function openForward(screen: Screen, page: PodPage): void {
  const state = screen.store.getState();
  const { name, role } = podOf(state, page);
  const short = shortPodName(name, state.snapshot?.clusterId ?? '');
  openCommandLine(screen, `port-forward --pod ${short} :${role === 'jobmanager' ? 'rest' : ''}`);
}

function copyPod(screen: Screen, page: PodPage): void {
  const state = screen.store.getState();
  const { name, ip, uid } = podOf(state, page);
  const object = state.snapshot?.podObjects.get(uid);
  const yaml = object && loadedCode()?.podYaml(object);
  openCopy(screen, shortPodName(name, state.snapshot?.clusterId ?? ''), [
    { kind: 'name', lines: [name] },
    { kind: 'ip', lines: ip === undefined ? [] : [ip] },
    { kind: 'yaml', lines: yaml === undefined ? [] : [yaml] },
  ]);
}

function isSearching(state: ScreenState): true | string {
  return podPage(state)?.search ? true : `no search: press ${keyName(state, 'pod.search')} first`;
}

/** Scrolls to the next or previous match, or for 0 to the first one at or below the first visible row. */
function goToMatch(screen: Screen, page: PodPage, step: 1 | 0 | -1): void {
  const state = screen.store.getState();
  const matches = loadedCode()?.matchesOf(state, page) ?? [];
  const next =
    step === -1
      ? matches.findLast((row) => row < page.top)
      : matches.find((row) => row >= page.top + Math.max(0, step));
  const top = next ?? (step === -1 ? matches.at(-1) : matches[0]);
  if (top !== undefined) changePodPage(screen, { top });
}

function searchStatus(state: ScreenState): string {
  const page = podPage(state);
  if (page === undefined || page.search === '') return '';
  const matches = loadedCode()?.matchesOf(state, page) ?? [];
  if (matches.length === 0) return `Search: "${page.search}", no match in this tab. Esc clears it`;
  const current = matches.findIndex((row) => row >= page.top);
  return `Search: "${page.search}", match ${(current === -1 ? matches.length - 1 : current) + 1} of ${matches.length}. Esc clears it`;
}
