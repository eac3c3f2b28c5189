import type { Job, Vertex } from '../jobs/job.ts';
import { loadOf } from '../jobs/subtask-io.ts';
import { conditionObject, inputFrames, mailboxFrames, serialisingFrames, sourceFrames } from './frames.ts';
import type { DemoThread } from './jvm-thread.ts';

/** What the thread of a task does. */
type Stack = Omit<DemoThread, 'name'>;

/** Spreads numbers evenly between 0 and 1, so that few samples have about the shares of the load. */
const goldenRatio = 0.618_033_988_749_895;
const addresses = ['2e3fc9ec', '613fa4db'];
const serialisingShare = 0.1;

/** Returns the stack of a subtask in a sample: in the code of the job while it is busy, else in the mailbox. */
export function taskStack(job: Job, vertex: Vertex, subtask: number, sample: number): Stack {
  const { busyMs } = loadOf(job, vertex, subtask);
  const position = (sample * goldenRatio) % 1;
  if (position >= busyMs / 1000) {
    return { state: 'TIMED_WAITING', frames: mailboxFrames, waitsFor: `${conditionObject}@${addresses[subtask % 2]}` };
  }
  const below = vertex.inputs.length === 0 ? sourceFrames : inputFrames;
  const code = vertex.code?.(subtask);
  if (code !== undefined) {
    const { frames, ...rest } = code;
    return { ...rest, frames: [...frames, ...below] };
  }
  const isSerialising = position < (busyMs / 1000) * serialisingShare;
  return { state: 'RUNNABLE', frames: isSerialising ? [...serialisingFrames, ...below] : below };
}
