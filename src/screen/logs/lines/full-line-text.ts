import type { LogLine } from '../../../logs/log-store.ts';
import { formatSize } from '../../../text/format-size.ts';

/** Returns the original line with a note if it was truncated, or the reason for a gap. */
export function fullLineText(line: LogLine): string {
  if (line.kind === 'gap') return line.reason;
  return line.truncatedBytes === 0 ? line.text : `${line.text}… (${formatSize(line.truncatedBytes)} truncated)`;
}
