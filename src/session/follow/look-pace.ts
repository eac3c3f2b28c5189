/** So much must have come since the last check: a check may cost as much as this. */
const bytesBetweenLooks = 64 * 2 ** 10;
/** A log that brings less is checked this often while it is silent. */
const msBetweenLooks = 10 * 60_000;

/** When to check whether a silent stream was left at the end of an old file: seldom, as most silences are the container's. */
export function createLookPace(): { readonly brought: (bytes: number) => void; readonly isDue: () => boolean } {
  let bytes = 0;
  let lookedAt = performance.now();
  return {
    brought: (more) => {
      bytes += more;
    },
    /** Asking counts as a check if it is due. */
    isDue: () => {
      const now = performance.now();
      if (bytes < bytesBetweenLooks && now - lookedAt < msBetweenLooks) return false;
      bytes = 0;
      lookedAt = now;
      return true;
    },
  };
}
