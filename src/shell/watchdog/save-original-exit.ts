/** Name of a global variable: the watchdog can only reach globals. */
export const originalExitName = 'flinkTuiExit';

/**
 * Saves `process.reallyExit` for the watchdog before Ink is loaded. Ink's replacement draws a last frame, which hangs
 * again if drawing caused the hang.
 */
export function saveOriginalExit(): void {
  Object.assign(globalThis, { [originalExitName]: Reflect.get(process, 'reallyExit') });
}
