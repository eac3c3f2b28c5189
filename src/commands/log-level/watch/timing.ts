/** The kubelet syncs a ConfigMap volume within this time by default. */
export const longestSyncMs = 120_000;

/** Minimum time to watch pods: `longestSyncMs` and one reload interval. */
export const defaultWatchTimeoutMs = 180_000;
