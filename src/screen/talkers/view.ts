import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { isLogger } from '../../logs/talkers/unnamed-loggers.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { cursorPosition } from '../draw/frame/scroll-position.ts';
import { moveBy, windowTop } from '../draw/movement.ts';
import { isAttached } from '../input/global-bindings.ts';
import { layoutOf } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { openSort } from '../state/open/open-sort.ts';
import { closePage, openPage } from '../state/pages.ts';
import { copyAndShow } from '../state/run/show-message.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor, selectedPods } from '../state/shown-items.ts';
import { filterText } from '../table/table-filter.ts';
import {
  type CountedPage,
  changeTalkersPage,
  countedPage,
  isCounted,
  type TalkersPage,
  type TalkersScope,
  talkersPage,
} from './talkers-page.ts';
import { jobScope, placementOf, watchTalkers } from './watch-talkers.ts';

/** Page of the loggers that write the most. It replaces the panes. */
export const talkers = view<TalkersPage>({
  id: 'talkers',
  title: 'Log volume by logger',
  kind: 'page',
  bindings: [
    {
      action: 'talkers.raise-level',
      keys: ['enter'],
      hint: 'raise level',
      help: 'Set the logger to the next level up for 15 minutes, after confirming the diff',
      available: hasTalker,
      run: (screen) => onTalker(screen, (talker, { code }) => code.raiseLevel(screen, talker)),
    },
    {
      action: 'talkers.logs',
      keys: ['L'],
      hint: 'logs',
      help: 'Show the lines of the logger',
      available: hasTalker,
      run: (screen) => onTalker(screen, (talker, { code, scope }) => code.showLogs(screen, talker, scope)),
    },
    {
      action: 'talkers.all',
      keys: ['a'],
      hint: ({ scope }) => (scope.kind === 'all pods' ? undefined : 'all pods'),
      help: 'Count the logs of all pods',
      run: (screen) => setScope(screen, { kind: 'all pods' }),
    },
    {
      action: 'talkers.pod',
      keys: ['p'],
      hint: 'pod',
      help: 'Count only the pod under the cursor of the pods pane, or the marked pods',
      available: (state) => (selectedPods(state).length === 0 ? 'no pod is selected' : true),
      run: (screen) => {
        const pods = selectedPods(screen.store.getState());
        setScope(screen, { kind: 'some pods', uids: pods.map(({ uid }) => uid) });
      },
    },
    {
      action: 'talkers.job',
      keys: ['o'],
      hint: 'job',
      help: 'Count only the pods that run the selected job',
      available: (state) => (selectedJob(state) === undefined ? 'no job is selected' : true),
      run: (screen) => {
        const job = selectedJob(screen.store.getState());
        if (job !== undefined) setScope(screen, jobScope(job, screen.now()));
      },
    },
    {
      action: 'talkers.sort',
      keys: ['O'],
      hint: 'sort',
      help: 'Sort by a column, or reverse the order',
      available: hasTalker,
      run: (screen, { code }) => {
        if (code !== undefined) openSort(screen, code.sortable);
      },
    },
    {
      action: 'talkers.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'Filter by the name of the logger',
      run: (screen) => openFilter(screen, 'talkers'),
    },
    {
      action: 'talkers.copy',
      keys: ['y'],
      hint: 'copy',
      help: "Copy the logger's name",
      available: hasLogger,
      run: (screen) => onTalker(screen, ({ logger }) => copyAndShow(screen, logger)),
    },
    {
      action: 'talkers.close',
      keys: ['escape'],
      hint: 'back',
      isAlwaysShown: true,
      help: 'Clear the filter, or go back',
      run: (screen, { filter }) => {
        if (filter === '') closePage(screen);
        else setFilter(screen, '');
      },
    },
  ],
  opens: [
    {
      viewId: 'any',
      action: 'talkers.show',
      keys: ['V'],
      help: 'Show the log volume by logger, and what raising a level saves',
      available: isAttached,
      run: (screen) => {
        if (talkersPage(screen.store.getState()) === undefined) open(screen, { kind: 'all pods' });
      },
    },
  ],
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = countedPage(state);
    if (page === undefined) return;
    const { talkers: rows, index, top, height } = page.code.box(state, page);
    const next = moveBy(index, movement, height, rows.length - 1);
    changeTalkersPage(screen, { cursor: rows[next]?.logger, top: windowTop(top, next, height, rows.length) });
  },
  filter: { text: (state) => talkersPage(state)?.filter ?? '', set: setFilter },
  status: (state) => filterText(talkersPage(state)?.filter ?? '') ?? '',
  showAt: (screen, { jobId, uids }) => {
    const { jobs = [] } = screen.store.getState().snapshot ?? {};
    const job = jobs.find(({ id }) => id === jobId);
    if (job !== undefined) open(screen, jobScope(job, screen.now()));
    else open(screen, uids === undefined ? { kind: 'all pods' } : { kind: 'some pods', uids });
  },
  readings: (_, { scope }) => placementOf(scope),
  watch: watchTalkers,
  draw: {
    box: (state, page) => {
      const {
        rows,
        index,
        talkers: all,
        hiddenSort,
        targets,
      } = isCounted(page) ? page.code.box(state, page) : notCounted;
      const title = ['Log volume by logger', scopeTitle(state, page.scope), hiddenSort];
      return {
        rectangle: layoutOf(state).body,
        title: title.filter((part) => part !== undefined).join(' · '),
        position: cursorPosition(index, all.length),
        isFocused: true,
        text: rows.join('\n'),
        targets,
      };
    },
  },
});

const notCounted = { rows: [' Counting…'], talkers: [], index: 0, hiddenSort: undefined, targets: () => [] };

function open(screen: Screen, scope: TalkersScope): void {
  const nothing = { counted: undefined, code: undefined, cursor: undefined, sort: undefined };
  const viewState: TalkersPage = { scope, ...nothing, top: 0, filter: '' };
  openPage(screen, { id: 'talkers', jobId: undefined, viewState });
  void import('./talkers-code.ts').then(({ talkersCode: code }) => {
    const state = screen.store.getState();
    const page = talkersPage(state);
    if (page !== undefined) changeTalkersPage(screen, { code, counted: code.count(state, page.scope) });
  }, screen.log);
}

function setScope(screen: Screen, scope: TalkersScope): void {
  const state = screen.store.getState();
  changeTalkersPage(screen, { scope, counted: talkersPage(state)?.code?.count(state, scope), top: 0 });
}

function setFilter(screen: Screen, filter: string): void {
  changeTalkersPage(screen, { filter, top: 0 });
}

/** Returns the job of the page below, or the job under the cursor of the jobs pane. */
function selectedJob(state: ScreenState) {
  return jobUnderCursor({ ...state, page: state.page?.below?.jobId === undefined ? undefined : state.page.below });
}

function talkerUnderCursor(state: ScreenState): RecentTalker | undefined {
  const page = countedPage(state);
  return page?.code.underCursor(page);
}

function hasTalker(state: ScreenState): true | string {
  return talkerUnderCursor(state) === undefined ? 'no logger under the cursor' : true;
}

function hasLogger(state: ScreenState): true | string {
  const talker = talkerUnderCursor(state);
  return talker === undefined || isLogger(talker.logger) ? hasTalker(state) : 'these lines have no logger';
}

function onTalker(screen: Screen, run: (talker: RecentTalker, page: CountedPage) => void): void {
  const page = countedPage(screen.store.getState());
  const talker = page?.code.underCursor(page);
  if (page !== undefined && talker !== undefined) run(talker, page);
}

function scopeTitle({ snapshot }: ScreenState, scope: TalkersScope): string {
  if (scope.kind === 'all pods') return 'all pods';
  if (scope.kind === 'pods of job') return `pods that run ${scope.name}`;
  const [only, ...others] = (snapshot?.pods ?? []).filter(({ uid }) => scope.uids.includes(uid));
  if (only === undefined) return 'no pod';
  return others.length > 0 ? `${others.length + 1} pods` : shortPodName(only.name, snapshot?.clusterId ?? '');
}
