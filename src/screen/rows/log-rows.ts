import type { LogLevel, LogLine } from '../../logs/log-store.ts';
import { formatSize } from '../../text/format-size.ts';
import { endOf, linesBefore, type PlacedLine } from '../store/log-window.ts';
import { followedSources, pausedAt } from '../store/logs.ts';
import type { ScreenState } from '../store/screen-state.ts';
import type { Theme, Token } from '../theme/theme.ts';
import { sliceColumns, wrap } from './fit.ts';
import { shortPodName } from './pod-columns.ts';
import { createRowCache } from './row-cache.ts';
import { shortenLine } from './shorten-line.ts';

const levelTokens: { readonly [Level in LogLevel]?: Token } = {
  TRACE: 'log.debug',
  DEBUG: 'log.debug',
  WARN: 'log.warn',
  ERROR: 'log.error',
  FATAL: 'log.error',
};

const cached = createRowCache<LogLine>();

/** The rows of the logs pane: the last one is the line at the view's end. */
export function logRows(state: ScreenState, width: number, height: number): readonly string[] {
  const sources = followedSources(state);
  const position = pausedAt(state) ?? endOf(sources);
  const lines = linesBefore(sources, position, height);
  const prefix = prefixes(lines, state.snapshot?.clusterId ?? '', sources.length > 1);
  const rows: string[] = [];
  for (const placed of lines) rows.push(...rowsOf(placed, prefix(placed), state, width, height));
  return rows.slice(-height);
}

function rowsOf(
  { line }: PlacedLine,
  prefix: string,
  { logs: { isWrapped, column }, theme }: ScreenState,
  width: number,
  height: number,
): readonly string[] {
  const key = `${prefix}|${isWrapped ? 'wrapped' : column}|${width}|${isWrapped ? height : ''}`;
  const block = cached(line, theme, key, () => {
    const room = Math.max(10, width - prefix.length);
    const text = textOf(line);
    const parts = isWrapped ? wrap(text, room, height) : [sliceColumns(shortenLine(text), column, room)];
    const paint = paintOf(line, theme);
    return parts
      .map((part, index) => theme['log.source'](index === 0 ? prefix : ' '.repeat(prefix.length)) + paint(part))
      .join('\n');
  });
  return block.split('\n');
}

function textOf(line: LogLine): string {
  if (line.kind === 'gap') return `┄┄ ${line.cause} ┄┄`;
  return line.cutBytes === 0 ? line.text : `${line.text}… (${formatSize(line.cutBytes)} cut off)`;
}

function paintOf(line: LogLine, theme: Theme): (text: string) => string {
  const token = line.kind === 'gap' ? 'log.gap' : line.level === undefined ? undefined : levelTokens[line.level];
  return token === undefined ? (text) => text : theme[token];
}

/** Before each line the pod that it is of, where there are several; no longer than it must be to tell them apart. */
function prefixes(
  lines: readonly PlacedLine[],
  clusterId: string,
  areSeveral: boolean,
): (placed: PlacedLine) => string {
  if (!areSeveral) return () => '';
  const names = new Map(
    lines.map(({ source }) => [
      source.key,
      shortPodName(source.pod, clusterId)
        .replace(/^taskmanager-/, 'tm-')
        .replace(/^[0-9a-f]+-(?=\w{5}$)/, 'jm-'),
    ]),
  );
  const width = Math.max(0, ...[...names.values()].map(({ length }) => Math.min(length, 20)));
  return ({ source }) => `${(names.get(source.key) ?? '').slice(-width).padEnd(width)} `;
}
