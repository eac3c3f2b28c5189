/** So much must have come since the last check: a check may cost as much as this. */
const bytesBetweenChecks = 64 * 2 ** 10;
/** A log that brings less is checked this often while it is silent. */
const msBetweenChecks = 10 * 60_000;

/** Whose silence it is: the container's, or, as it may be, that of a file that is no longer written to. */
type Silence = 'of-container' | 'unclear';

export type SilenceCheck = {
  /** The stream is silent: checks whether it was left at the end of an old file, where that is due. */
  readonly check: () => Promise<void>;
  /** So many bytes came. An answer comes too late from now on. */
  readonly received: (bytes: number) => void;
  /** What came after the silence has been judged. */
  readonly reset: () => void;
  readonly isUnknown: () => boolean;
};

export type SilenceCheckOptions = {
  /** Epoch ms of the newest line; undefined before there is one. */
  readonly newestAt: () => number | undefined;
  /** Whether the kubelet reads a file that has begun after this time; undefined if it cannot be asked. */
  readonly isOutdated: ((newestAt: number) => Promise<boolean | undefined>) | undefined;
  /** The stream waits at the end of an old file. */
  readonly onOutdated: (() => void) | undefined;
};

/** Checks seldom, as most silences are the container's. */
export function createSilenceCheck({
  newestAt,
  isOutdated: isLeftBehind,
  onOutdated: onLeftBehind,
}: SilenceCheckOptions): SilenceCheck {
  let silence: Silence = 'of-container';
  let chunks = 0;
  let bytesSinceCheck = 0;
  let checkedAt = performance.now();

  /** A check that is due counts as done. */
  const isDue = (): boolean => {
    const now = performance.now();
    if (bytesSinceCheck < bytesBetweenChecks && now - checkedAt < msBetweenChecks) return false;
    bytesSinceCheck = 0;
    checkedAt = now;
    return true;
  };

  return {
    check: async () => {
      if (isLeftBehind === undefined || !isDue()) return;
      const at = newestAt();
      if (at === undefined) return;
      silence = 'unclear';
      const chunksBefore = chunks;
      const isBehind = await isLeftBehind(at);
      if (chunks !== chunksBefore) return;
      if (isBehind === false) silence = 'of-container';
      if (isBehind) onLeftBehind?.();
    },
    received: (bytes) => {
      chunks += 1;
      bytesSinceCheck += bytes;
    },
    reset: () => {
      silence = 'of-container';
    },
    isUnknown: () => silence === 'unclear',
  };
}
