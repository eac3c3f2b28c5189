/** Bytes to receive between checks, as one check may cost this much. */
const bytesBetweenChecks = 64 * 2 ** 10;
/** Interval of checks for a silent log with less data. */
const msBetweenChecks = 10 * 60_000;

/** Cause of a silence: the container, or unknown while the file may have been rotated. */
type Silence = 'container' | 'unknown';

export type SilenceCheck = {
  /** Checks whether a silent stream waits at the end of an old file. Does nothing if no check is due. */
  readonly check: () => Promise<void>;
  /** Records received bytes. The result of a pending check is ignored from now on. */
  readonly received: (bytes: number) => void;
  /** Ends the silence after its data was processed. */
  readonly reset: () => void;
  readonly isUnknown: () => boolean;
};

export type SilenceCheckOptions = {
  /** Epoch ms of the newest line; undefined before the first. */
  readonly newestAt: () => number | undefined;
  /** Returns whether the kubelet's current file started after this time; undefined if unknown. */
  readonly isOutdated: ((newestAt: number) => Promise<boolean | undefined>) | undefined;
  /** Called if the stream waits at the end of an old file. */
  readonly onOutdated: (() => void) | undefined;
};

/** Creates a check that rarely runs, because most silences come from the container. */
export function createSilenceCheck({ newestAt, isOutdated, onOutdated }: SilenceCheckOptions): SilenceCheck {
  let silence: Silence = 'container';
  let chunks = 0;
  let bytesSinceCheck = 0;
  let checkedAt = performance.now();

  /** Returns whether a check is due, and counts it as done. */
  const isDue = (): boolean => {
    const now = performance.now();
    if (bytesSinceCheck < bytesBetweenChecks && now - checkedAt < msBetweenChecks) return false;
    bytesSinceCheck = 0;
    checkedAt = now;
    return true;
  };

  return {
    check: async () => {
      if (isOutdated === undefined || !isDue()) return;
      const at = newestAt();
      if (at === undefined) return;
      silence = 'unknown';
      const chunksBefore = chunks;
      const isBehind = await isOutdated(at);
      if (chunks !== chunksBefore) return;
      if (isBehind === false) silence = 'container';
      if (isBehind) onOutdated?.();
    },
    received: (bytes) => {
      chunks += 1;
      bytesSinceCheck += bytes;
    },
    reset: () => {
      silence = 'container';
    },
    isUnknown: () => silence === 'unknown',
  };
}
