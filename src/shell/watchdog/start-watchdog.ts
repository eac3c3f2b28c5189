import { Worker } from 'node:worker_threads';

export type WatchdogData = {
  readonly logFile: string;
  /** Whether the screen is on the terminal's alternate buffer. */
  readonly isAlternate: boolean;
};

/** The worker needs little memory. V8's defaults would reserve as much as for a whole program. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8 };

/**
 * Starts a thread that restores the terminal and ends the process when the main thread hangs. Node runs signal handlers
 * on the main thread, so a process that hangs also ignores SIGTERM.
 */
export function startWatchdog(workerData: WatchdogData, onError: (error: unknown) => void): void {
  // This path is relative to dist/main.js.
  const worker = new Worker(new URL('./shell/watchdog/worker.js', import.meta.url), {
    workerData,
    resourceLimits,
    argv: process.argv.slice(2),
    env: {},
    execArgv: [],
  });
  worker.on('message', () => worker.postMessage('alive'));
  worker.on('error', onError);
  worker.unref();
}
