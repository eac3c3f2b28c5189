/** Name of a global variable: the watchdog can only reach globals. */
export const originalExitName = 'flinkTuiExit';

/**
 * Saves `process.reallyExit` for the watchdog. Call it before Ink is loaded: Ink's replacement draws a last frame, and
 * a program that hangs while drawing would hang again.
 */
export function saveOriginalExit(): void {
  Object.assign(globalThis, { [originalExitName]: Reflect.get(process, 'reallyExit') });
}
