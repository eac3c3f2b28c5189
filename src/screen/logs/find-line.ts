import type { LogSource } from '../../logs/log-store.ts';
import type { WantedLine } from '../state/logs/wanted-line.ts';
import type { Moment } from '../state/screen.ts';

/** Clocks differ, and Flink gets a failure after the TaskManager has logged it. */
export const aroundMs = 30_000;
/** Limits the search in a log with many lines per second. A failure is logged before the JobManager knows it. */
const maxBefore = 10_000;
const maxAfter = 2000;

type Candidate = { readonly sequence: number; readonly rank: number; readonly distanceMs: number };

/** Returns the line that fits best; undefined if no line near the time has any of the texts. */
export function findLine(source: LogSource, { at, line }: Pick<Moment, 'at' | 'line'>): number | undefined {
  if (line === undefined) return undefined;
  const middle = source.sequenceAtTime(at);
  const from = Math.max(source.first, middle - maxBefore, source.sequenceAtTime(at - aroundMs));
  const to = Math.min(source.end, middle + maxAfter, source.sequenceAtTime(at + aroundMs));
  let best: Candidate | undefined;
  for (const { sequence, ...other } of source.lines(from, to)) {
    // A frame may be folded.
    if (other.kind === 'gap' || other.role === 'frame') continue;
    const text = line.texts.findIndex((wanted) => other.text.includes(wanted));
    if (text === -1) continue;
    const isInEvent = hasHead(source, sequence, line);
    const rank = text + (isInEvent ? 0 : line.texts.length);
    const candidate = { sequence, rank, distanceMs: Math.abs(source.timeAt(sequence) - at) };
    if (best === undefined || isBetter(candidate, best)) best = candidate;
  }
  return best?.sequence;
}

function hasHead(source: LogSource, sequence: number, { head }: WantedLine): boolean {
  if (head === undefined) return true;
  const first = source.headOf(sequence);
  const [found] = source.lines(first, first + 1);
  return found?.kind === 'line' && found.text.includes(head);
}

/** Of equally good lines, the nearest one in time, then the last one, which is the root cause. */
function isBetter(candidate: Candidate, best: Candidate): boolean {
  if (candidate.rank !== best.rank) return candidate.rank < best.rank;
  return candidate.distanceMs <= best.distanceMs;
}
