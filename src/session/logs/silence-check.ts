/** Minimum number of bytes to receive between two checks, because one check may transfer this many bytes. */
const bytesBetweenChecks = 64 * 2 ** 10;
/** Time after which a log that received fewer bytes may be checked again. */
const msBetweenChecks = 10 * 60_000;

/** Reason for a stream without data: the container writes nothing, or unknown while the file may have been rotated. */
type Silence = 'container' | 'unknown';

export type SilenceCheck = {
  /** Checks whether a stream without data waits at the end of an old file. Does nothing if no check is due. */
  readonly check: () => Promise<void>;
  /** Records received bytes, so that the result of a pending check is ignored. */
  readonly received: (bytes: number) => void;
  /** Ends the silence after the received data was processed. */
  readonly reset: () => void;
  readonly isUnknown: () => boolean;
};

export type SilenceCheckOptions = {
  /** Epoch ms of the newest line; undefined before the first line. */
  readonly newestAt: () => number | undefined;
  /** Returns whether the kubelet's current file started after this time; undefined if unknown. */
  readonly isOutdated: ((newestAt: number) => Promise<boolean | undefined>) | undefined;
  /** Called if the stream waits at the end of an old file. */
  readonly onOutdated: (() => void) | undefined;
};

/** Creates a check that runs rarely, because usually the container just writes nothing. */
export function createSilenceCheck({ newestAt, isOutdated, onOutdated }: SilenceCheckOptions): SilenceCheck {
  let silence: Silence = 'container';
  let chunks = 0;
  let bytesSinceCheck = 0;
  let checkedAt = performance.now();

  /** Returns whether a check is due. If so, the check counts as done. */
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
