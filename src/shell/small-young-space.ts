import { setFlagsFromString } from 'node:v8';

/**
 * The buffers that a log comes in lie outside of V8's heap, and go when its young space is full: where that grows, as
 * V8 lets it, megabytes of them wait. Measured with 1,000,000 lines: 40 MiB less, and no slower.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
