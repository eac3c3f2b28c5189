import { openLayer } from '../state/layers.ts';
import { followedSources } from '../state/logs/followed-logs.ts';
import { toggleAllPods } from '../state/logs/select-logs.ts';
import type { Binding } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { goToBookmark, toggleBookmark } from './bookmark-logs.ts';
import { cycleTimeFormat, scrollHorizontally, toggleWrapping } from './change-log-format.ts';
import { openExceptions } from './exceptions/open-exceptions.ts';
import { filterByJobOfLine, filterByLoggerOfLine } from './filter/filter-by-line.ts';
import { hasFilter, removeFilter } from './filter/filter-logs.ts';
import { toggleFold, toggleFolds } from './fold-logs.ts';
import { canLowerLevel, canRaiseLevel, lowerLevel, raiseLevel, shortLevel } from './level/minimum-level.ts';
import { copyEvent, copyLine } from './lines/copy-lines.ts';
import { showPodOfLine } from './lines/show-pod-of-line.ts';
import { lineUnderCursor } from './log-page.ts';
import { toggleFollowing } from './move-in-logs.ts';
import { openCounters } from './open-counters.ts';
import { openEvent } from './open-event.ts';
import { openLogPrompt } from './prompt/open-log-prompt.ts';
import { hasOlderLogs, readOlderLogs } from './read-older-logs.ts';
import { hasSearch, nextMatch } from './search/search-logs.ts';

const scrollColumns = 16;

/** Key bindings of the logs pane. */
export const logsBindings: readonly Binding[] = [
  {
    action: 'log.follow',
    keys: ['f'],
    hint: 'follow/pause',
    help: 'Follow the end of the log, or pause; moving up also pauses',
    run: toggleFollowing,
  },
  {
    action: 'log.raise-level',
    keys: ['+'],
    hint: (_, { logs }) => `level ${shortLevel(logs.level)}`,
    hintWith: 'log.lower-level',
    help: 'Show fewer lines: raise the minimum level',
    available: canRaiseLevel,
    run: raiseLevel,
  },
  {
    action: 'log.lower-level',
    keys: ['-'],
    help: 'Show more lines: lower the minimum level',
    available: canLowerLevel,
    run: lowerLevel,
  },
  {
    action: 'log.level',
    keys: ['l'],
    help: 'Choose the minimum level by its first letter',
    run: (screen) => openLayer(screen, 'log-level', undefined),
  },
  {
    action: 'log.search',
    keys: ['/'],
    hint: 'search',
    help: 'Search the filtered log lines: text, ~regex or /regex/; capital letters make the search case-sensitive',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'search'),
  },
  {
    action: 'log.next-match',
    keys: ['n'],
    help: 'Go to the next newer match',
    available: hasSearch,
    run: (screen) => nextMatch(screen, 'newer'),
  },
  {
    action: 'log.previous-match',
    keys: ['N'],
    help: 'Go to the next older match',
    available: hasSearch,
    run: (screen) => nextMatch(screen, 'older'),
  },
  {
    action: 'log.filter',
    keys: ['&'],
    hint: 'filter',
    help: 'Add a filter: text, ~regex or /regex/, logger:NAME; a leading ! excludes',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'filter'),
  },
  {
    action: 'log.remove-filter',
    keys: ['backspace'],
    help: 'Remove the last filter',
    available: hasFilter,
    run: removeFilter,
  },
  {
    action: 'log.unfold',
    keys: ['u'],
    hint: 'unfold',
    help: 'Fold or unfold the stack trace',
    available: hasLine,
    run: toggleFold,
  },
  { action: 'log.unfold-all', keys: ['U'], help: 'Fold or unfold all stack traces', run: toggleFolds },
  {
    action: 'log.event',
    keys: ['enter'],
    hint: 'whole event',
    help: 'Show the whole event with its logger, thread and times',
    available: hasLine,
    run: openEvent,
  },
  {
    action: 'log.exceptions',
    keys: ['e'],
    hint: 'exceptions',
    help: 'Show exceptions, grouped by stack trace',
    run: openExceptions,
  },
  {
    action: 'log.filter-logger',
    keys: ['*'],
    help: "Show only the lines of this line's logger",
    available: hasLine,
    run: filterByLoggerOfLine,
  },
  {
    action: 'log.filter-job',
    keys: ['o'],
    help: "Show only the lines of this line's job, also from the other pods that run it",
    available: hasLine,
    run: filterByJobOfLine,
  },
  {
    action: 'log.pod',
    keys: ['d'],
    help: "Show the details of this line's pod",
    available: hasLine,
    run: showPodOfLine,
  },
  {
    action: 'log.all-pods',
    keys: ['a'],
    help: 'Show the logs of all pods, or of the selected ones again',
    available: hasPods,
    run: toggleAllPods,
  },
  {
    action: 'log.go-to-time',
    keys: ['@'],
    hint: 'time',
    help: 'Go to a time: 14:05, 14:05:30, -10m, 2026-01-31 14:05',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'time'),
  },
  {
    action: 'log.time-format',
    keys: ['t'],
    help: 'Change the time format: as written, UTC, local, age, full timestamp',
    run: cycleTimeFormat,
  },
  {
    action: 'log.bookmark',
    keys: ['m'],
    help: 'Set or remove a bookmark',
    available: hasLine,
    run: toggleBookmark,
  },
  { action: 'log.next-bookmark', keys: ["'"], help: 'Go to the next bookmark', run: goToBookmark },
  {
    action: 'log.wrap',
    keys: ['w'],
    hint: 'wrap',
    help: 'Wrap the original lines, or show one row per line',
    run: toggleWrapping,
  },
  {
    action: 'log.left',
    keys: ['left'],
    help: 'Scroll left',
    run: (screen) => scrollHorizontally(screen, -scrollColumns),
  },
  {
    action: 'log.right',
    keys: ['right'],
    help: 'Scroll right',
    run: (screen) => scrollHorizontally(screen, scrollColumns),
  },
  {
    action: 'log.columns',
    keys: ['c'],
    help: 'Show or hide columns',
    run: (screen) => openLayer(screen, 'log-columns', undefined),
  },
  { action: 'log.copy-line', keys: ['y'], help: 'Copy the line', available: hasLine, run: copyLine },
  { action: 'log.copy-event', keys: ['Y'], help: 'Copy the whole event', available: hasLine, run: copyEvent },
  {
    action: 'log.save',
    keys: ['W'],
    help: 'Save the filtered or all lines to a file',
    available: hasLogs,
    run: (screen) => openLogPrompt(screen, 'save'),
  },
  {
    action: 'log.read-older',
    keys: ['<'],
    help: 'Read older lines; initially only the newest lines are read',
    available: hasOlderLogs,
    run: readOlderLogs,
  },
  {
    action: 'log.counters',
    keys: ['i'],
    help: 'Show how many lines were received, kept and dropped',
    available: hasLogs,
    run: openCounters,
  },
];

function hasPods({ snapshot }: ScreenState): true | string {
  return (snapshot?.pods?.length ?? 0) === 0 ? 'no pods yet' : true;
}

function hasLogs(state: ScreenState): true | string {
  return followedSources(state).length === 0 ? 'no log is shown' : true;
}

function hasLine(state: ScreenState): true | string {
  return lineUnderCursor(state) === undefined ? 'select a line first: f or ↑ pauses, ↑ and ↓ move' : true;
}
