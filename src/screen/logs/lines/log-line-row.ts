import type { LogLevel, LogLine, LogSource } from '../../../logs/log-store.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import type { ShownLines } from '../../../logs/view/shown-lines.ts';
import { cell, sliceColumns, widthOf, wrap } from '../../draw/fit.ts';
import { highlight } from '../../draw/highlight.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { paneInside } from '../../state/layout.ts';
import { followedSources, shownLogs } from '../../state/logs/followed-logs.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Paint, Token } from '../../theme/theme.ts';
import { shownPattern } from '../search/shown-pattern.ts';
import { isBookmarked } from './is-bookmarked.ts';
import { createLineCache } from './line-cache.ts';
import { logLineText } from './log-line-text.ts';
import { type LogPrefix, logPrefixes } from './log-prefixes.ts';

const levelTokens: { readonly [Level in LogLevel]?: Token } = {
  TRACE: 'log.debug',
  DEBUG: 'log.debug',
  WARN: 'log.warn',
  ERROR: 'log.error',
  FATAL: 'log.error',
};
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
  return cachedRows(shown.source, lineId.sequence, theme, key, () => {
    const [line] = shown.source.lines(lineId.sequence, lineId.sequence + 1);
    return line === undefined ? [] : format(state, context, { line, source: shown.source, folded, marker, isCursor });
  });
}

export function heightOfLine(state: ScreenState, lineId: LineId): number {
  return logLineRows(state, lineId, false).length;
}

/** Returns the horizontal scroll position that shows the match in a line. */
export function columnOfMatch(state: ScreenState, { key, sequence }: LineId, pattern: RegExp): number {
  const { source } = contextOf(state).logs.get(key) ?? {};
  const [line] = source?.lines(sequence, sequence + 1) ?? [];
  const { column } = state.logs;
  if (line === undefined) return column;
  const text = logLineText(line, state.logs, state.now);
  const match = pattern.exec(text);
  if (match === null) return column;
  const textWidth = textWidthOf(contextOf(state), key);
  const start = widthOf(text.slice(0, match.index));
  const end = start + widthOf(match[0]);
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
  { logs, theme, now, focus }: ScreenState,
  context: Context,
  { line, source, folded, marker, isCursor }: Formatted,
): readonly string[] {
  const prefix = context.prefixes.get(source.key);
  const prefixText = prefix?.text ?? '';
  const textWidth = textWidthOf(context, source.key);
  const text = logLineText(line, logs, now);
  const suffix = folded === 0 ? '' : ` +${folded} frame${folded === 1 ? '' : 's'}`;
  const bodies = logs.isWrapped
    ? wrap(text + suffix, textWidth, context.height)
    : [sliceColumns(text, logs.column, Math.max(1, textWidth - suffix.length)) + suffix];
  const paint = isCursor ? theme[focus === 'logs' ? 'selection' : 'selection.inactive'] : paintOf(line, theme);
  return bodies.map((body, index) => {
    const start = index === 0 ? marker : ' '.repeat(marginWidth);
    const name = index === 0 ? prefixText : ' '.repeat(prefixText.length);
    const painted = highlight(isCursor ? cell(body, textWidth) : body, context.pattern, theme['log.match'], paint);
    return (isCursor ? paint(start) : start) + (prefix === undefined ? '' : theme[prefix.token](name)) + painted;
  });
}

function textWidthOf({ width, prefixes }: Context, key: string): number {
  return Math.max(minTextWidth, width - marginWidth - (prefixes.get(key)?.text.length ?? 0));
}

function markerOf(isCursor: boolean, hasBookmark: boolean): string {
  if (hasBookmark) return isCursor ? '◈' : '◆';
  return isCursor ? '▶' : ' ';
}

function paintOf(line: LogLine, theme: ScreenState['theme']): Paint {
  const token = line.kind === 'gap' ? 'log.gap' : line.level === undefined ? undefined : levelTokens[line.level];
  return token === undefined ? (text) => text : theme[token];
}
