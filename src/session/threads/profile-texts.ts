import type { JvmThread } from '../../flink/thread-responses.ts';
import { countOf } from '../../text/count-of.ts';
import { shortFrame } from './frame-names.ts';
import type { ProfileRow, ProfileStack, ThreadProfile } from './thread-profile.ts';

/** One sentence about the largest share, without a full stop: `Waits in Store.fetch for 95% of the samples`. */
export function verdictOf({ rows, samples, dumps }: ThreadProfile): string {
  const [first] = rows;
  if (first === undefined) {
    return dumps === 0
      ? 'No thread dump was taken'
      : 'No thread of this subtask is in the thread dumps: it may have ended';
  }
  const share = `for ${first.percent}% of the ${countOf(samples, 'sample')}`;
  if (first.lockOwners.length > 0) return `Needs a lock in ${first.what}, held by ${first.lockOwners[0]}, ${share}`;
  if (first.kind === 'waiting') return `${capitalised(first.what)} ${share}`;
  if (first.kind === 'other') return `${capitalised(doingText(first))}, ${share}`;
  return `${first.stacks.every(isWaiting) ? 'Waits' : 'Runs'} in ${first.what} ${share}`;
}

/** For the JVM, a thread that waits for the network or a disk is RUNNABLE. */
const nativeWait = /\.(?:Net\.poll|EPoll\.wait|epollWait0?|\w*[Ss]ocket\w*\d?|p?read0|p?write0|force0)\(/;

const isWaiting = ({ state, frames }: ProfileStack): boolean =>
  state !== 'RUNNABLE' || nativeWait.test(frames[0] ?? '');

/** `Store.fetch, in Thread.sleep` */
export function doingText({ what, method }: Pick<ProfileRow, 'what' | 'method'>): string {
  return method === undefined ? what : `${what}, in ${method}`;
}

/** `Store.fetch, in Thread.sleep, lock held by pool-1` */
export const whereText = (row: ProfileRow): string =>
  doingText(row) + (row.lockOwners.length === 0 ? '' : `, lock held by ${row.lockOwners.join(', ')}`);

/** Note of a profile that is ambiguous. */
export const ambiguousText = 'Several tasks of this TaskManager have this name: the shares are of all of them';

/** `TIMED_WAITING`, or `RUNNABLE, WAITING` */
export const statesText = ({ states }: ProfileRow): string => (states.length === 0 ? 'unknown' : states.join(', '));

/** What a helper thread does: its name without the task's, its state and its method. */
export function helperText({ name, state, frames }: JvmThread): string {
  const [role = name] = name.split(/ for (?=.*\(\d+\/\d+\)#\d+)/);
  const method = frames[0] === undefined ? '' : ` in ${shortFrame(frames[0])}`;
  return `${role}: ${state ?? 'unknown'}${method}`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
