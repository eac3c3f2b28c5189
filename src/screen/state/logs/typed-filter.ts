import { parseTypedText } from '../../../logs/text-pattern.ts';
import type { LogFilterItem } from './logs-state.ts';

/** Parses a typed filter: text, `~regex` or `/regex/`, with `!` to exclude, or `logger:NAME`; undefined if empty. */
export function parseTypedFilter(typed: string): LogFilterItem | undefined {
  const trimmed = typed.trim();
  const logger = /^logger:\s*(\S+)$/.exec(trimmed)?.[1];
  if (logger !== undefined) return { kind: 'logger', name: logger };
  const isNegated = trimmed.startsWith('!');
  const { text, isRegex } = parseTypedText(isNegated ? trimmed.slice(1) : trimmed);
  return text === '' ? undefined : { kind: 'text', text, isRegex, isNegated };
}

/** Formats a filter for the user: `!"text"`, `/regex/`, `logger MyClass`, `job my-job`. */
export function describeFilter(item: LogFilterItem): string {
  switch (item.kind) {
    case 'text':
      return `${item.isNegated ? '!' : ''}${item.isRegex ? `/${item.text}/` : `"${item.text}"`}`;
    case 'logger':
      return `logger ${item.name.slice(item.name.lastIndexOf('.') + 1)}`;
    case 'job':
      return `job ${item.name}`;
  }
}
