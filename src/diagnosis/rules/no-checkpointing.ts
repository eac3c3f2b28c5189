import type { JobRule } from '../rule.ts';
import { isReadable } from './checkpoint-evidence.ts';

/** A streaming job without checkpoints loses its state with each failure. */
export const noCheckpointing: JobRule = {
  name: 'no-checkpointing',
  assess: ({ job, checkpointConfig: { value, readAt } }) => {
    if (!isReadable(job) || readAt === undefined || value === undefined || value.intervalMs !== undefined) return [];
    return [
      {
        severity: 'risk',
        health: 'no checkpoints',
        reason: '',
        text: `${job.name} takes no checkpoints: a failure ends it and loses its state`,
        evidence: ['no checkpoint interval is set'],
        next: [{ text: 'Set execution.checkpointing.interval' }],
      },
    ];
  },
};
