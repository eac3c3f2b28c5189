import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const lookEveryMs = 1000;

/**
 * Keeps V8's young space from growing beyond so many bytes. What is new waits in it to be looked at, and the buffers
 * that logs come in, which lie outside of the heap, wait with it: left alone it takes 128 MiB in a flood of lines. Kept
 * too small, what would have been garbage soon is taken for old: with 32 MiB 10,000 lines/s took 163 MiB in all, with 16
 * MiB 221. There is no flag for it that works once V8 runs, but whether the space may double when it is full is one.
 */
export function boundYoungSpace(mostBytes: number): void {
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
