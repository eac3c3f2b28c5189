/** A global, as the watchdog can only reach those. */
export const originalExitName = 'flinkTuiExit';

/**
 * To be called before Ink is loaded: it replaces `process.reallyExit` with one that draws a last frame first, and there a
 * program that hangs while drawing would hang again.
 */
export function saveOriginalExit(): void {
  Object.assign(globalThis, { [originalExitName]: Reflect.get(process, 'reallyExit') });
}
