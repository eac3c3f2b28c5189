import { parseTypedText } from '../../../logs/text-pattern.ts';
import type { LogFilterItem } from './logs-state.ts';

/** A filter as it is typed: a text, `~regex` or `/regex/`, `!` before either, or `logger:NAME`. undefined for nothing. */
export function parseTypedFilter(typed: string): LogFilterItem | undefined {
  const word = typed.trim();
  const logger = /^logger:\s*(\S+)$/.exec(word)?.[1];
  if (logger !== undefined) return { kind: 'logger', name: logger };
  const isNegated = word.startsWith('!');
  const { text, isRegex } = parseTypedText(isNegated ? word.slice(1) : word);
  return text === '' ? undefined : { kind: 'text', text, isRegex, isNegated };
}

/** As it is shown, and could be typed. */
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
