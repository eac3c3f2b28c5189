import type { LogLine, LogSource } from '../../../logs/log-store.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import type { ShownLines } from '../../../logs/view/shown-lines.ts';
import { sanitize, widthOf } from '../../draw/fit.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { type JobTints, jobTints } from '../../state/job-tint.ts';
import { paneInside } from '../../state/layout.ts';
import { followedSources, shownLogs } from '../../state/logs/followed-logs.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { shownPattern } from '../search/shown-pattern.ts';
import { isBookmarked } from './is-bookmarked.ts';
import { createLineCache } from './line-cache.ts';
import { paintParts, sliceParts, widthOfParts, wrapParts } from './line-parts.ts';
import { type LineFormat, logLineParts } from './log-line-parts.ts';
import { type LogPrefix, logPrefixes } from './log-prefixes.ts';

/** One column before each line, for the cursor and bookmarks. */
const marginWidth = 1;
const minTextWidth = 10;

const cachedRows = createLineCache();

type Context = {
  readonly logs: ReadonlyMap<string, ShownLines>;
  readonly prefixes: ReadonlyMap<string, LogPrefix>;
  readonly width: number;
  readonly height: number;
  readonly pattern: RegExp | undefined;
  readonly jobs: JobTints;
};

/** Values shared by all lines of a frame. */
const contextOf = rememberLast((state: ScreenState): Context => {
  const sources = followedSources(state);
  const { hidden } = state.logs;
  const { width, height } = paneInside(state, 'logs');
  const hasPrefixes = sources.length > 1 && !hidden.includes('pod');
  return {
    logs: new Map(shownLogs(state).map((log) => [log.source.key, log])),
    prefixes: hasPrefixes ? logPrefixes(sources, state.snapshot?.clusterId ?? '') : new Map(),
    width,
    height,
    pattern: shownPattern(state),
    jobs: jobTints(state.snapshot?.jobs),
  };
});

/** Returns the coloured rows of one line: one row, or several if lines are wrapped. */
export function logLineRows(state: ScreenState, lineId: LineId, isCursor: boolean): readonly string[] {
  const context = contextOf(state);
  const shown = context.logs.get(lineId.key);
  if (shown === undefined) return [];
  const { logs, theme, now, focus } = state;
  const folded = shown.foldedFramesAfter(lineId.sequence);
  const marker = markerOf(isCursor, isBookmarked(state, lineId));
  const key = [
    ...[marker, isCursor && focus, folded, context.width, context.height, context.prefixes.get(lineId.key)?.text],
    ...[logs.isWrapped, logs.column, logs.time, logs.hidden, logs.time === 'relative' && now, context.pattern],
  ].join('|');
  return cachedRows(shown.source, lineId.sequence, theme, context.jobs, key, () => {
    const [line] = shown.source.lines(lineId.sequence, lineId.sequence + 1);
    return line === undefined ? [] : format(state, context, { line, source: shown.source, folded, marker, isCursor });
  });
}

export function heightOfLine(state: ScreenState, lineId: LineId): number {
  return logLineRows(state, lineId, false).length;
}

/** Returns the horizontal scroll position that shows the match in a line. */
export function columnOfMatch(state: ScreenState, { key, sequence }: LineId, pattern: RegExp): number {
  const context = contextOf(state);
  const { source } = context.logs.get(key) ?? {};
  const [line] = source?.lines(sequence, sequence + 1) ?? [];
  const { column } = state.logs;
  if (source === undefined || line === undefined) return column;
  const format = { ...formatOf(state, context, Number.POSITIVE_INFINITY), pattern };
  const parts = logLineParts(line, source.loggerAt(sequence), format);
  const first = parts.findIndex(({ token }) => token === 'log.match');
  const match = parts[first];
  if (match === undefined) return column;
  const textWidth = textWidthOf(context, key);
  const start = widthOf(
    sanitize(
      parts
        .slice(0, first)
        .map(({ text }) => text)
        .join(''),
    ),
  );
  const end = start + widthOf(sanitize(match.text));
  if (start >= column && end <= column + textWidth) return column;
  return end <= textWidth ? 0 : Math.max(0, start - Math.floor(textWidth / 2));
}

type Formatted = {
  readonly line: LogLine;
  readonly source: LogSource;
  readonly folded: number;
  readonly marker: string;
  readonly isCursor: boolean;
};

function format(
  state: ScreenState,
  context: Context,
  { line, source, folded, marker, isCursor }: Formatted,
): readonly string[] {
  const { logs, theme, focus } = state;
  const prefix = context.prefixes.get(source.key);
  const prefixText = prefix?.text ?? '';
  const textWidth = textWidthOf(context, source.key);
  const columns = logs.isWrapped ? textWidth * context.height : logs.column + textWidth;
  const parts = logLineParts(line, source.loggerAt(line.sequence), formatOf(state, context, maxCharacters(columns)));
  const suffix = {
    text: folded === 0 ? '' : ` +${folded} frame${folded === 1 ? '' : 's'}`,
    token: 'log.frame',
  } as const;
  const bodies = logs.isWrapped
    ? wrapParts([...parts, suffix], textWidth, context.height)
    : [[...sliceParts(parts, logs.column, Math.max(1, textWidth - suffix.text.length)), suffix]];
  const paintRow = isCursor ? theme[focus === 'logs' ? 'selection' : 'selection.inactive'] : undefined;
  return bodies.map((body, index) => {
    const start = { text: index === 0 ? marker : ' '.repeat(marginWidth) };
    const name = { text: index === 0 ? prefixText : ' '.repeat(prefixText.length), token: prefix?.token };
    const end = { text: ' '.repeat(isCursor ? Math.max(0, textWidth - widthOfParts(body)) : 0) };
    return paintParts([start, name, ...body, end], theme, paintRow);
  });
}

function formatOf({ logs, now }: ScreenState, { jobs, pattern }: Context, maxCharacters: number): LineFormat {
  const { time, hidden, isWrapped } = logs;
  return { time, hidden, isWrapped, now, jobs, pattern, maxCharacters };
}

/** Returns the number of characters of a line that is enough for these columns, even if its ids are shortened. */
function maxCharacters(columns: number): number {
  return columns * 8 + 256;
}

function textWidthOf({ width, prefixes }: Context, key: string): number {
  return Math.max(minTextWidth, width - marginWidth - (prefixes.get(key)?.text.length ?? 0));
}

function markerOf(isCursor: boolean, hasBookmark: boolean): string {
  if (hasBookmark) return isCursor ? '◈' : '◆';
  return isCursor ? '▶' : ' ';
}
