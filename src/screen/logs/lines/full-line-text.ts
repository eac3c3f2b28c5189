import type { LogLine } from '../../../logs/log-store.ts';
import { formatSize } from '../../../text/format-size.ts';

/** A line as it came, and of one that was too long to be kept how much of it is not there; of a gap its cause. */
export function fullLineText(line: LogLine): string {
  if (line.kind === 'gap') return line.cause;
  return line.cutBytes === 0 ? line.text : `${line.text}… (${formatSize(line.cutBytes)} cut off)`;
}
