import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** It may double several times in a second. */
const lookEveryMs = 100;

/**
 * Keeps V8's young space from growing beyond so many bytes. What is new waits in it to be looked at, and the buffers
 * that logs come in, which lie outside of the heap, wait with it: left alone it takes 128 MiB in a flood of lines. The old
 * space may grow by as much between two collections, too. With 16 MiB a flood of 10,000 lines/s takes 194 MiB in all, with
 * 32 MiB 206; a list of 165,000 jobs takes 259 to 282 MiB, and 309. There is no flag for it that works once V8 runs,
 * but whether the space may double when it is full is one.
 */
export function limitYoungSpace(mostBytes: number): void {
  let mayGrow = true;
  const look = () => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    const next = (young?.space_size ?? 0) < mostBytes;
    if (next !== mayGrow) setFlagsFromString(`--semi-space-growth-factor=${next ? 2 : 1}`);
    mayGrow = next;
  };
  look();
  setInterval(look, lookEveryMs).unref();
}

/**
 * Lets the old space grow by a quarter between two collections of it. V8's own pace is up to four times, and what a flood
 * of lines leaves there is garbage: of 100 pods and a million lines 20 MiB were alive, and 117 MiB taken. In all that
 * took 217 MiB; 203 where it may grow by half, 196 by a quarter, and no less below.
 */
export function growOldSpaceSlowly(): void {
  setFlagsFromString('--heap-growing-percent=25');
}
