import { type PaneName, paneNames } from '../layout.ts';
import { showForwards } from '../store/forwards/show-forwards.ts';
import { closeDetail, openDetail } from '../store/job-detail.ts';
import { openLevels } from '../store/levels/open-levels.ts';
import { toggleContainers } from '../store/logs/arrange-logs.ts';
import { chooseLogs, toggleAllChosen, toggleChosen } from '../store/logs/choose-logs.ts';
import { filterByJob } from '../store/logs/filter-by-job.ts';
import { clearFilters } from '../store/logs/filter-logs.ts';
import { clearSearch } from '../store/logs/search-logs.ts';
import { openCommandLine } from '../store/open-command-line.ts';
import { openLayer, type Screen, say } from '../store/screen.ts';
import type { ScreenState, TableName } from '../store/screen-state.ts';
import { jobUnderCursor, podUnderCursor } from '../store/table-rows.ts';
import { setFilter } from '../store/tables.ts';
import type { Binding } from './binding.ts';
import { lineOf } from './edit-line.ts';
import { logsKeymap } from './logs-keymap.ts';

/** What the screen itself does. The keys of commands stand in their own records. */
export const keymap: readonly Binding[] = [
  { keys: ['enter'], place: 'pods', help: 'show the logs of the pod', available: hasPod, run: openLogs },
  {
    keys: ['space'],
    place: 'pods',
    hint: 'choose',
    help: "follow this pod's logs together with other chosen ones",
    available: hasPod,
    run: (screen) => {
      const pod = podUnderCursor(screen.store.getState());
      if (pod !== undefined) toggleChosen(screen, pod.uid);
    },
  },
  {
    keys: ['C'],
    place: 'pods',
    help: 'the logs of init and other containers too, or of the main one alone',
    available: hasOtherContainers,
    run: toggleContainers,
  },
  { keys: ['a'], place: 'pods', help: 'choose all pods, or none', available: hasPod, run: toggleAllChosen },
  {
    keys: ['enter'],
    place: 'jobs',
    hint: 'details',
    help: 'look at the job: vertices, checkpoints, last failure',
    available: hasJob,
    run: (screen) => {
      const job = jobUnderCursor(screen.store.getState());
      if (job !== undefined) openDetail(screen, job.id);
    },
  },
  {
    keys: ['o'],
    place: 'jobs',
    help: "show only this job's lines in the logs",
    available: hasJob,
    run: (screen) => {
      const job = jobUnderCursor(screen.store.getState());
      if (job !== undefined) filterByJob(screen, job);
      screen.store.setState({ focus: 'logs', detail: undefined });
    },
  },
  ...logsKeymap,
  {
    keys: ['/'],
    place: 'pods',
    hint: 'filter',
    help: 'show only what contains a text',
    run: (screen) => filter(screen, 'pods'),
  },
  {
    keys: ['/'],
    place: 'jobs',
    hint: 'filter',
    help: 'show only what contains a text',
    run: (screen) => filter(screen, 'jobs'),
  },
  {
    keys: ['y'],
    place: 'pods',
    hint: 'copy name',
    help: "copy the pod's name",
    available: hasPod,
    run: (screen) => copy(screen, podUnderCursor(screen.store.getState())?.name),
  },
  {
    keys: ['y'],
    place: 'jobs',
    hint: 'copy id',
    help: "copy the job's id",
    available: hasJob,
    run: (screen) => copy(screen, jobUnderCursor(screen.store.getState())?.id),
  },
  { keys: ['z'], place: 'any', hint: 'zoom', help: 'give the pane the whole screen, or take it back', run: toggleZoom },
  {
    keys: ['r'],
    place: 'any',
    hint: 'refresh',
    help: 'ask again now, and let what waits try now',
    available: isAttached,
    run: refresh,
  },
  {
    keys: ['F'],
    place: 'any',
    hint: 'forwards',
    help: 'local ports that lead to pods: begin one, open it, copy its URL, stop it',
    available: isAttached,
    run: showForwards,
  },
  {
    keys: ['v'],
    place: 'any',
    hint: 'levels',
    help: 'levels of the loggers: look, change, take back',
    available: isAttached,
    run: openLevels,
  },
  { keys: ['tab'], place: 'any', hint: 'next pane', help: 'to the next pane', run: (screen) => focusBeside(screen, 1) },
  { keys: ['shift-tab'], place: 'any', help: 'to the pane before', run: (screen) => focusBeside(screen, -1) },
  {
    keys: ['1', 'alt-1'],
    place: 'any',
    help: 'to the pods; among the logs only with Alt',
    run: (screen) => focusOn(screen, 'pods'),
  },
  {
    keys: ['2', 'alt-2'],
    place: 'any',
    help: 'to the jobs; among the logs only with Alt',
    run: (screen) => focusOn(screen, 'jobs'),
  },
  {
    keys: ['3', 'alt-3'],
    place: 'any',
    help: 'to the logs; among the logs only with Alt',
    run: (screen) => focusOn(screen, 'logs'),
  },
  {
    keys: ['escape'],
    place: 'any',
    help: 'back: close the details, the zoom, the search, the filters, the choice',
    run: goBack,
  },
  { keys: [':'], place: 'any', hint: 'command', isLasting: true, help: 'type a command', run: openCommandLine },
];

function hasPod(state: ScreenState): true | string {
  return podUnderCursor(state) === undefined ? 'no pod under the cursor' : true;
}

function hasOtherContainers({ logs, snapshot }: ScreenState): true | string {
  const has = snapshot?.pods?.some(({ containers }) => containers.length > 1) ?? false;
  return has || logs.areAllContainers ? true : 'no pod has another container';
}

function hasJob(state: ScreenState): true | string {
  return jobUnderCursor(state) === undefined ? 'no job under the cursor' : true;
}

function isAttached({ session }: ScreenState): true | string {
  return session === undefined ? 'not attached yet' : true;
}

function openLogs(screen: Screen): void {
  chooseLogs(screen, []);
  screen.store.setState({ focus: 'logs' });
}

function filter(screen: Screen, table: TableName): void {
  const { filter } = screen.store.getState().tables[table];
  openLayer(screen, { kind: 'filter', table, line: lineOf(filter) });
}

function copy(screen: Screen, text: string | undefined): void {
  if (text === undefined || text === '') return;
  screen.copy(text);
  say(screen, `copied: ${text}`, 'ok');
}

function toggleZoom({ store }: Screen): void {
  store.setState(({ isZoomed }) => ({ isZoomed: !isZoomed }));
}

function refresh(screen: Screen): void {
  screen.store.getState().session?.refresh();
  say(screen, 'asking again');
}

function focusOn(screen: Screen, focus: PaneName): void {
  screen.store.setState({ focus, detail: undefined });
}

function focusBeside(screen: Screen, step: number): void {
  const { focus } = screen.store.getState();
  const index = paneNames.indexOf(focus) + step + paneNames.length;
  focusOn(screen, paneNames[index % paneNames.length] ?? focus);
}

function goBack(screen: Screen): void {
  const { detail, isZoomed, focus, tables, logs, status } = screen.store.getState();
  if (detail !== undefined) closeDetail(screen);
  else if (isZoomed) toggleZoom(screen);
  else if (focus === 'logs' && logs.search !== undefined) clearSearch(screen);
  else if (focus === 'logs' && logs.filtering !== undefined) clearFilters(screen);
  else if (focus !== 'logs' && tables[focus].filter !== '') setFilter(screen, focus, '');
  else if (logs.chosen.length > 0) chooseLogs(screen, []);
  else if (focus === 'logs') focusOn(screen, 'pods');
  else if (status !== undefined) screen.store.setState({ status: undefined });
}
