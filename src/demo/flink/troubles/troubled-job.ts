import type { DemoTrouble } from '../../demo.ts';
import type { JobSpec } from '../jobs/job.ts';
import { expiringCheckpointsJob, growingStateJob } from './checkpoint-troubles.ts';
import { classLeakJob, heapLeakJob, nativeLeakJob } from './memory-troubles.ts';
import { noSlotsJob, outOfMemoryJob } from './resource-troubles.ts';
import { skewJob } from './skew.ts';
import { slowSinkJob } from './slow-sink.ts';

/** A job with each kind of trouble. The job that restarts again and again is one of the samples. */
export const troubledJobs: { readonly [trouble in DemoTrouble]: JobSpec } = {
  'slow-sink': slowSinkJob,
  skew: skewJob,
  'expiring-checkpoints': expiringCheckpointsJob,
  'growing-state': growingStateJob,
  'no-slots': noSlotsJob,
  'oom-kill': outOfMemoryJob,
  'native-leak': nativeLeakJob,
  'heap-leak': heapLeakJob,
  'class-leak': classLeakJob,
};

export const troubledJob = (name: string, trouble: DemoTrouble): JobSpec => ({ ...troubledJobs[trouble], name });
