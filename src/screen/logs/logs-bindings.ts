import type { LogLevel } from '../../logs/log-store.ts';
import type { Binding } from '../input/binding.ts';
import { followedSources } from '../state/logs/followed-logs.ts';
import { openLayer } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { changeTimes, scrollSideways, toggleWrapping } from './arrange-logs.ts';
import { goToBookmark, toggleBookmark } from './bookmark-logs.ts';
import { copyEvent, copyLine } from './copy-lines.ts';
import { openExceptions } from './exceptions/open-exceptions.ts';
import { filterByJobOfLine, filterByLoggerOfLine } from './filter-by-line.ts';
import { hasFilter, removeFilter, setLevel } from './filter-logs.ts';
import { toggleFold, toggleFolds } from './fold-logs.ts';
import { lineUnderCursor } from './log-page.ts';
import { toggleFollowing } from './move-in-logs.ts';
import { openCounters } from './open-counters.ts';
import { openEvent } from './open-event.ts';
import { openLogPrompt } from './prompt/log-prompt-keys.ts';
import { hasOlderLogs, readOlderLogs } from './read-older-logs.ts';
import { hasSearch, nextMatch } from './search-logs.ts';

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
export const logsKeymap: readonly Binding[] = [
  {
    keys: ['f'],
    place: 'logs',
    hint: 'follow/pause',
    help: 'follow the end of the log, or stay; moving up pauses too',
    run: toggleFollowing,
  },
  {
    keys: ['/'],
    place: 'logs',
    hint: 'search',
    help: 'search everything that is kept and passes the filters: a text, ~regex or /regex/; a capital letter makes case count',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'search'),
  },
  {
    keys: ['n'],
    place: 'logs',
    help: 'to the next match, towards the newest',
    available: hasSearch,
    run: (screen) => nextMatch(screen, 'newer'),
  },
  {
    keys: ['N'],
    place: 'logs',
    help: 'to the match before, towards the oldest',
    available: hasSearch,
    run: (screen) => nextMatch(screen, 'older'),
  },
  {
    keys: ['&'],
    place: 'logs',
    hint: 'filter',
    help: 'show only events with a text, ~regex or /regex/; ! before it: without; logger:NAME. Several add up',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'filter'),
  },
  {
    keys: ['backspace'],
    place: 'logs',
    help: 'take the last filter away',
    available: hasFilter,
    run: removeFilter,
  },
  ...levelKeys.map(
    ([key, level]): Binding => ({
      keys: [key],
      place: 'logs',
      ...(level === 'WARN' ? { hint: 'WARN+' } : {}),
      help: level === undefined ? 'every level' : `${level} and above, and what has no level`,
      run: (screen) => setLevel(screen, level),
    }),
  ),
  {
    keys: ['u'],
    place: 'logs',
    hint: 'unfold',
    help: 'show the whole stack trace, or its exceptions alone',
    available: hasLine,
    run: toggleFold,
  },
  { keys: ['U'], place: 'logs', help: 'the same for all stack traces', run: toggleFolds },
  {
    keys: ['enter'],
    place: 'logs',
    hint: 'whole event',
    help: 'everything about the event: all lines, logger, thread, times',
    available: hasLine,
    run: openEvent,
  },
  {
    keys: ['e'],
    place: 'logs',
    hint: 'exceptions',
    help: 'equal stack traces, counted; Enter goes to the newest of one',
    run: openExceptions,
  },
  {
    keys: ['L'],
    place: 'logs',
    help: "only this line's logger",
    available: hasLine,
    run: filterByLoggerOfLine,
  },
  {
    keys: ['o'],
    place: 'logs',
    help: 'only the job that this line is about',
    available: hasLine,
    run: filterByJobOfLine,
  },
  {
    keys: ['@'],
    place: 'logs',
    hint: 'time',
    help: 'go to a time: 14:05, 14:05:30, -10m, 2026-01-31 14:05',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'time'),
  },
  { keys: ['t'], place: 'logs', help: 'times: as written, UTC, local, ages, in full', run: changeTimes },
  { keys: ['m'], place: 'logs', help: 'set a bookmark, or take it away', available: hasLine, run: toggleBookmark },
  { keys: ["'"], place: 'logs', help: 'to the next bookmark', run: goToBookmark },
  {
    keys: ['w'],
    place: 'logs',
    hint: 'wrap',
    help: 'whole lines, wrapped and as they came; or one row each, shortened',
    run: toggleWrapping,
  },
  { keys: ['left', 'h'], place: 'logs', help: 'sideways', run: (screen) => scrollSideways(screen, -sidewaysColumns) },
  { keys: ['right', 'l'], place: 'logs', help: 'sideways', run: (screen) => scrollSideways(screen, sidewaysColumns) },
  {
    keys: ['c'],
    place: 'logs',
    help: 'choose the columns',
    run: (screen) => openLayer(screen, { kind: 'log-columns' }),
  },
  { keys: ['y'], place: 'logs', help: 'copy the line', available: hasLine, run: copyLine },
  { keys: ['Y'], place: 'logs', help: 'copy the whole event', available: hasLine, run: copyEvent },
  {
    keys: ['W'],
    place: 'logs',
    help: 'save what is shown, or everything, to a file',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'save'),
  },
  {
    keys: ['<'],
    place: 'logs',
    help: 'read the beginning too: at first only the newest lines of a log are read that was there already',
    available: hasOlderLogs,
    run: readOlderLogs,
  },
  {
    keys: ['i'],
    place: 'logs',
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
