import type { FlinkOptions } from '../../flink/responses.ts';
import type { Reading } from '../../session/readings/reading.ts';

/** The JobManager's configuration, which contains its memory model. Requested once for each leading JobManager. */
export const jobManagerOptions: Reading<FlinkOptions> = {
  key: 'job-manager-options',
  cost: '0',
  intervalMs: Number.POSITIVE_INFINITY,
  read: async (flink, signal) => ({ value: await flink.jobManagerConfig(signal), isEmpty: false }),
};
