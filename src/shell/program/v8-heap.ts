import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** The young space of a busy process can double several times a second. */
const busyCheckMs = 100;
/** An idle process is checked less often, because each check wakes it up. */
const idleCheckMs = 1000;
/** Share of the time since the last check. An idle screen uses less than 0.01 on average. */
const busyFrom = 0.1;

/**
 * Limits V8's young space to about this size. Otherwise a flood of log lines grows the space to 128 MiB, plus the
 * off-heap buffers of young objects.
 *
 * Measured memory of the whole process:
 * - 10,000 lines/s: 194 MiB with a limit of 16 MiB, 206 MiB with 32 MiB
 * - 165,000 jobs: 259 to 282 MiB with a limit of 16 MiB, 309 MiB with 32 MiB
 */
export function limitYoungSpace(maxBytes: number): void {
  let mayGrow = true;
  const limit = (isBusy: boolean) => {
    // An idle process needs no larger space, and must not get one between two checks.
    const next = isBusy && youngSpaceBytes() < maxBytes;
    // V8 ignores its size flags at run time, but still reads the growth factor of the young space.
    if (next !== mayGrow) setFlagsFromString(`--semi-space-growth-factor=${next ? 2 : 1}`);
    mayGrow = next;
  };
  limit(true);
  watchLoad(limit);
}

/** Reports whether the event loop was busy since the last report: often while it is, less often while it is idle. */
function watchLoad(onLoad: (isBusy: boolean) => void, delayMs = busyCheckMs): void {
  const before = performance.eventLoopUtilization();
  const report = () => {
    const isBusy = performance.eventLoopUtilization(before).utilization >= busyFrom;
    onLoad(isBusy);
    watchLoad(onLoad, isBusy ? busyCheckMs : Math.min(2 * delayMs, idleCheckMs));
  };
  setTimeout(report, delayMs).unref();
}

function youngSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}

/**
 * Lets the old space grow by a quarter between two collections. By default, V8 can quadruple the old space, and a flood
 * of log lines fills it with garbage.
 */
export function growOldSpaceSlowly(): void {
  // By default, only 20 MiB of 117 MiB were in use with 100 pods and a million lines. Memory of the whole process:
  // - 217 MiB by default
  // - 203 MiB with growth by half
  // - 196 MiB with growth by a quarter (a smaller factor does not save more)
  setFlagsFromString('--heap-growing-percent=25');
}

/** V8's memory reducer starts 8 seconds after a collection. */
const returnWithinMs = 12_000;

/**
 * Returns freed memory to the system within 12 seconds, for example after a large file was read. By default, V8 keeps freed
 * pages for new objects. Its memory reducer returns them only if the process allocates little or the flag is set
 * (`MemoryReducer::TimerTask` in V8's source), and the screen always allocates too much.
 *
 * Memory of the whole process with a journal of 100,000 entries: 178 MiB instead of 203 MiB.
 */
export function returnFreedMemory(): void {
  setFlagsFromString('--optimize-for-size');
  // Always on, it costs 1 % of a core in an idle program, and half as much CPU again with a flood of log lines.
  setTimeout(() => setFlagsFromString('--no-optimize-for-size'), returnWithinMs).unref();
}
