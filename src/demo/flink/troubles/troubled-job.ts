import type { DemoTrouble } from '../../demo.ts';
import type { JobSpec } from '../jobs/job.ts';
import { blockedJob } from './blocked.ts';
import { expiringCheckpointsJob, growingStateJob } from './checkpoint-troubles.ts';
import { lagJob, silentSourceJob } from './event-time-troubles.ts';
import { logFloodJob } from './log-flood.ts';
import { classLeakJob, heapLeakJob, nativeLeakJob } from './memory-troubles.ts';
import { noSlotsJob, outOfMemoryJob } from './resource-troubles.ts';
import { skewJob } from './skew.ts';
import { slowSinkJob } from './slow-sink.ts';

/** A job with each kind of trouble. The job that restarts again and again is one of the samples. */
export const troubledJobs: { readonly [trouble in DemoTrouble]: JobSpec } = {
  'slow-sink': slowSinkJob,
  skew: skewJob,
  blocked: blockedJob,
  'expiring-checkpoints': expiringCheckpointsJob,
  'growing-state': growingStateJob,
  'silent-source': silentSourceJob,
  lag: lagJob,
  'no-slots': noSlotsJob,
  'oom-kill': outOfMemoryJob,
  'log-flood': logFloodJob,
  'native-leak': nativeLeakJob,
  'heap-leak': heapLeakJob,
  'class-leak': classLeakJob,
};

export const troubledJob = (name: string, trouble: DemoTrouble): JobSpec => ({ ...troubledJobs[trouble], name });
