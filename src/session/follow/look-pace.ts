/** What a stream brings before its next silence is looked into: a look may cost as much as this. */
const bytesBetweenLooks = 64 * 2 ** 10;
/** Of a log that brings less, a silence is looked into this often. */
const msBetweenLooks = 10 * 60_000;

/**
 * When to look whether the kubelet has begun a newer file than the one that a silent stream is at the end of: seldom, as most
 * silences are the container's.
 */
export function createLookPace(): { readonly brought: (bytes: number) => void; readonly isDue: () => boolean } {
  let bytes = 0;
  let lookedAt = performance.now();
  return {
    brought: (more) => {
      bytes += more;
    },
    /** Taking it counts as a look. */
    isDue: () => {
      const now = performance.now();
      if (bytes < bytesBetweenLooks && now - lookedAt < msBetweenLooks) return false;
      bytes = 0;
      lookedAt = now;
      return true;
    },
  };
}
