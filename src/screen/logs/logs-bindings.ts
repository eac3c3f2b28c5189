import type { LogLevel } from '../../logs/log-store.ts';
import { openLayer } from '../state/layers.ts';
import { followedSources } from '../state/logs/followed-logs.ts';
import type { Binding } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { cycleTimeFormat, scrollHorizontally, toggleWrapping } from './change-log-format.ts';
import { goToBookmark, toggleBookmark } from './bookmark-logs.ts';
import { openExceptions } from './exceptions/open-exceptions.ts';
import { filterByJobOfLine, filterByLoggerOfLine } from './filter-by-line.ts';
import { hasFilter, removeFilter, setLevel } from './filter-logs.ts';
import { toggleFold, toggleFolds } from './fold-logs.ts';
import { copyEvent, copyLine } from './lines/copy-lines.ts';
import { lineUnderCursor } from './log-page.ts';
import { toggleFollowing } from './move-in-logs.ts';
import { openCounters } from './open-counters.ts';
import { openEvent } from './open-event.ts';
import { openLogPrompt } from './prompt/open-log-prompt.ts';
import { hasOlderLogs, readOlderLogs } from './read-older-logs.ts';
import { hasSearch, nextMatch } from './search/search-logs.ts';

const sidewaysColumns = 16;

const levelKeys: readonly (readonly [key: string, level: LogLevel | undefined])[] = [
  ['0', undefined],
  ['1', 'DEBUG'],
  ['2', 'INFO'],
  ['3', 'WARN'],
  ['4', 'ERROR'],
  ['5', 'FATAL'],
];

/** The keys of the logs pane. */
export const logsBindings: readonly Binding[] = [
  {
    action: 'log.follow',
    keys: ['f'],
    hint: 'follow/pause',
    help: 'follow the end of the log, or stay; moving up pauses too',
    run: toggleFollowing,
  },
  {
    action: 'log.search',
    keys: ['/'],
    hint: 'search',
    help: 'search everything that is kept and passes the filters: a text, ~regex or /regex/; a capital letter makes case count',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'search'),
  },
  {
    action: 'log.next-match',
    keys: ['n'],
    help: 'to the next match, towards the newest',
    available: hasSearch,
    run: (screen) => nextMatch(screen, 'newer'),
  },
  {
    action: 'log.previous-match',
    keys: ['N'],
    help: 'to the match before, towards the oldest',
    available: hasSearch,
    run: (screen) => nextMatch(screen, 'older'),
  },
  {
    action: 'log.filter',
    keys: ['&'],
    hint: 'filter',
    help: 'show only events with a text, ~regex or /regex/; ! before it: without; logger:NAME. Several add up',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'filter'),
  },
  {
    action: 'log.remove-filter',
    keys: ['backspace'],
    help: 'take the last filter away',
    available: hasFilter,
    run: removeFilter,
  },
  ...levelKeys.map(
    ([key, level]): Binding => ({
      action: `log.level-${level?.toLowerCase() ?? 'any'}`,
      keys: [key],
      ...(level === 'WARN' ? { hint: 'WARN+' } : {}),
      help: level === undefined ? 'every level' : `${level} and above, and what has no level`,
      run: (screen) => setLevel(screen, level),
    }),
  ),
  {
    action: 'log.unfold',
    keys: ['u'],
    hint: 'unfold',
    help: 'show the whole stack trace, or its exceptions alone',
    available: hasLine,
    run: toggleFold,
  },
  { action: 'log.unfold-all', keys: ['U'], help: 'the same for all stack traces', run: toggleFolds },
  {
    action: 'log.event',
    keys: ['enter'],
    hint: 'whole event',
    help: 'everything about the event: all lines, logger, thread, times',
    available: hasLine,
    run: openEvent,
  },
  {
    action: 'log.exceptions',
    keys: ['e'],
    hint: 'exceptions',
    help: 'equal stack traces, counted; Enter goes to the newest of one',
    run: openExceptions,
  },
  {
    action: 'log.only-logger',
    keys: ['L'],
    help: "only this line's logger",
    available: hasLine,
    run: filterByLoggerOfLine,
  },
  {
    action: 'log.only-job',
    keys: ['o'],
    help: 'only the job that this line is about',
    available: hasLine,
    run: filterByJobOfLine,
  },
  {
    action: 'log.go-to-time',
    keys: ['@'],
    hint: 'time',
    help: 'go to a time: 14:05, 14:05:30, -10m, 2026-01-31 14:05',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'time'),
  },
  { action: 'log.times', keys: ['t'], help: 'times: as written, UTC, local, ages, in full', run: cycleTimeFormat },
  {
    action: 'log.bookmark',
    keys: ['m'],
    help: 'set a bookmark, or take it away',
    available: hasLine,
    run: toggleBookmark,
  },
  { action: 'log.next-bookmark', keys: ["'"], help: 'to the next bookmark', run: goToBookmark },
  {
    action: 'log.wrap',
    keys: ['w'],
    hint: 'wrap',
    help: 'whole lines, wrapped and as they came; or one row each, shortened',
    run: toggleWrapping,
  },
  {
    action: 'log.left',
    keys: ['left', 'h'],
    help: 'sideways',
    run: (screen) => scrollHorizontally(screen, -sidewaysColumns),
  },
  {
    action: 'log.right',
    keys: ['right', 'l'],
    help: 'sideways',
    run: (screen) => scrollHorizontally(screen, sidewaysColumns),
  },
  {
    action: 'log.columns',
    keys: ['c'],
    help: 'choose the columns',
    run: (screen) => openLayer(screen, 'log-columns', undefined),
  },
  { action: 'log.copy-line', keys: ['y'], help: 'copy the line', available: hasLine, run: copyLine },
  { action: 'log.copy-event', keys: ['Y'], help: 'copy the whole event', available: hasLine, run: copyEvent },
  {
    action: 'log.save',
    keys: ['W'],
    help: 'save what is shown, or everything, to a file',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'save'),
  },
  {
    action: 'log.read-older',
    keys: ['<'],
    help: 'read the beginning too: at first only the newest lines of a log are read that was there already',
    available: hasOlderLogs,
    run: readOlderLogs,
  },
  {
    action: 'log.counters',
    keys: ['i'],
    help: 'how many lines came, are kept, were let go',
    available: hasLogs,
    run: openCounters,
  },
];

function hasLogs(state: ScreenState): true | string {
  return followedSources(state).length === 0 ? 'no log is shown' : true;
}

function hasLine(state: ScreenState): true | string {
  return lineUnderCursor(state) === undefined ? 'choose a line first: f or ↑ pauses, ↑ and ↓ move' : true;
}
