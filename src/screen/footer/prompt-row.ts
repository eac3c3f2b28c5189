import { formatAge } from '../draw/age.ts';
import { graphemesOf, type Line } from '../draw/edit-line.ts';
import { cut, sliceColumns, widthOf } from '../draw/fit.ts';
import { lineUnderCursor } from '../logs/log-page.ts';
import { searchStatus } from '../logs/search-status.ts';
import { describeFilter } from '../state/logs/typed-filter.ts';
import type { Activity, ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor, podUnderCursor } from '../state/shown-items.ts';
import type { Theme, Token } from '../theme/theme.ts';

const statusLastsMs = 20_000;
/** A message that leaves too little room for the progress of a command. */
const besideProgressMs = 3000;
/** Columns: enough to see what runs. */
const leastProgress = 12;

/** The line above the keys: what is typed, else what runs and what was said last. */
export function promptRow(state: ScreenState, width: number): string {
  const { layers, activities, theme, tables, focus } = state;
  const layer = layers.at(-1);
  if (layer?.kind === 'command-line') return typedRow(':', layer.line, theme, width);
  if (layer?.kind === 'log-prompt') return typedRow(logPromptOf(layer), layer.line, theme, width);
  if (layer?.kind === 'filter') return typedRow('/', layer.line, theme, width);
  const message = messageOf(state);
  const activity = activities.at(-1);
  if (activity !== undefined) return progressRow(state, activity, message, width);
  if (message !== undefined) return theme[message.token](cut(` ${message.text}`, width));
  if (focus === 'logs') return theme.muted(cut(` ${logsText(state)}`, width));
  const { filter } = tables[focus];
  return theme.muted(cut(filter === '' ? ` ${underCursor(state)}` : ` filtered by "${filter}": Esc shows all`, width));
}

type Message = { readonly text: string; readonly token: Token; readonly at: number };

function messageOf(state: ScreenState): Message | undefined {
  const { status, now, focus } = state;
  if (status === undefined || now - status.at >= statusLastsMs) return undefined;
  const found = focus === 'logs' ? searchStatus(state) : undefined;
  return found === undefined ? status : { ...status, text: `${found} · ${status.text}` };
}

/** What runs is always in sight. A message stands beside it; where there is no room for both, for a few seconds only. */
function progressRow(state: ScreenState, activity: Activity, message: Message | undefined, width: number): string {
  const { activities, theme, now } = state;
  const progress = activityText(activity, activities.length, now);
  const said = message === undefined ? '' : ` · ${message.text}`;
  const hasRoom = widthOf(progress) + widthOf(said) <= width;
  if (message === undefined || (!hasRoom && now - message.at >= besideProgressMs))
    return theme.busy(cut(progress, width));
  const shown = cut(progress, Math.max(leastProgress, width - widthOf(said)));
  return theme.busy(shown) + theme[message.token](cut(said, width - widthOf(shown)));
}

function logPromptOf({ purpose, what }: Extract<ScreenState['layers'][number], { kind: 'log-prompt' }>): string {
  if (purpose === 'save') return what === 'shown' ? 'save what is shown to: ' : 'save everything to: ';
  return { search: '/', filter: '&', time: '@' }[purpose];
}

/** What is searched for and what is left out, in full. */
function logsText(state: ScreenState): string {
  const { level, filters } = state.logs;
  const shown = [...(level === undefined ? [] : [`${level} and above`]), ...filters.map(describeFilter)];
  const parts = [
    ...[searchStatus(state)].filter((text) => text !== undefined),
    ...(shown.length === 0 ? [] : [`only ${shown.join(' and ')} (Backspace takes the last away)`]),
  ];
  return parts.length === 0 ? lineText(state) : parts.join(' · ');
}

/** Of the line under the cursor what its row has no room for. */
function lineText(state: ScreenState): string {
  const place = lineUnderCursor(state);
  const source = place && state.session?.logs.source(place.key);
  if (place === undefined || source === undefined) return 'numbers are levels here; Tab goes on to the next pane';
  const time = source.timeAt(place.sequence);
  return [time === 0 ? undefined : new Date(time).toISOString(), source.pod, source.loggerAt(place.sequence)]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** In full what the row under the cursor has no room for. */
function underCursor(state: ScreenState): string {
  const pod = state.focus === 'pods' ? podUnderCursor(state) : undefined;
  if (pod !== undefined) return `${pod.name}: ${pod.why}`;
  const job = state.focus === 'jobs' ? jobUnderCursor(state) : undefined;
  return job === undefined ? '' : `${job.id} ${job.name}`;
}

function activityText({ title, step, since }: Activity, count: number, now: number): string {
  const others = count > 1 ? ` (and ${count - 1} more)` : '';
  return ` … ${title}${step === '' ? '' : `: ${step}`}, ${formatAge(now - since)}${others}`;
}

/** The typed line, with its cursor always in sight. */
export function typedRow(prompt: string, { text, cursor }: Line, theme: Theme, width: number): string {
  const graphemes = graphemesOf(text);
  const before = graphemes.slice(0, cursor).join('');
  const under = cut(graphemes[cursor] ?? ' ', 2);
  const after = graphemes.slice(cursor + 1).join('');
  const room = width - widthOf(prompt) - 1;
  const hidden = Math.max(0, widthOf(before) + widthOf(under) - room);
  const left = sliceColumns(before, hidden, room);
  const right = cut(after, room - widthOf(left) - widthOf(under));
  return theme.strong(prompt) + left + theme.selection(under) + right;
}
