/** In the order in which Flink's REST API gives a job's timestamps. */
export const jobStates = [
  'RECONCILING',
  'RESTARTING',
  'FAILING',
  'SUSPENDED',
  'CANCELLING',
  'FAILED',
  'INITIALIZING',
  'CREATED',
  'FINISHED',
  'CANCELED',
  'RUNNING',
] as const;
export type JobState = (typeof jobStates)[number];
