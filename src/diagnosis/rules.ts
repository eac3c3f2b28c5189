import type { ClusterRule, JobRule } from './rule.ts';
import { backPressure } from './rules/back-pressure.ts';
import { blockedSubtask } from './rules/blocked-subtask.ts';
import { checkpointOverdue } from './rules/checkpoint-overdue.ts';
import { checkpointsFailing } from './rules/checkpoints-failing.ts';
import { checkpointsGrowing } from './rules/checkpoints-growing.ts';
import { configurationRisks } from './rules/configuration-risks.ts';
import { growingLag } from './rules/growing-lag.ts';
import { heapNearLimit } from './rules/heap-near-limit.ts';
import { idleSource } from './rules/idle-source.ts';
import { jobFailed } from './rules/job-failed.ts';
import { jobManagerRestarts } from './rules/job-manager-restarts.ts';
import { logFlood } from './rules/log-flood.ts';
import { longGc } from './rules/long-gc.ts';
import { lostTaskManager } from './rules/lost-task-manager.ts';
import { memoryNearLimit } from './rules/memory-near-limit.ts';
import { metaspaceLeak } from './rules/metaspace-leak.ts';
import { missingSlots } from './rules/missing-slots.ts';
import { neverRegistered } from './rules/never-registered.ts';
import { noCheckpointing } from './rules/no-checkpointing.ts';
import { restartLoop } from './rules/restart-loop.ts';
import { skew } from './rules/skew.ts';
import { stuckWatermark } from './rules/stuck-watermark.ts';
import { unresponsiveJobMaster } from './rules/unresponsive-job-master.ts';

/** Rules about the cluster. Causes are before their effects: of two findings of a severity, the first rule's is first. */
export const clusterRules: readonly ClusterRule[] = [
  jobManagerRestarts,
  lostTaskManager,
  neverRegistered,
  memoryNearLimit,
  heapNearLimit,
  metaspaceLeak,
  longGc,
  logFlood,
  configurationRisks,
];

/** Rules about each job, in the same order. */
export const jobRules: readonly JobRule[] = [
  unresponsiveJobMaster,
  missingSlots,
  restartLoop,
  jobFailed,
  checkpointsFailing,
  checkpointOverdue,
  blockedSubtask,
  skew,
  backPressure,
  stuckWatermark,
  growingLag,
  idleSource,
  checkpointsGrowing,
  noCheckpointing,
];
