import type { FileHandle } from 'node:fs/promises';
import type { Block, Segment } from './segment.ts';

/** Adds what the file does not have of a block; more may come while it is written. */
export async function writeBlock(file: FileHandle, segment: Segment, block: Block): Promise<void> {
  const { bytes, length, written } = block;
  if (bytes === undefined || written === length) return;
  await file.appendFile(bytes.subarray(written, length));
  segment.isWritten(block, length);
}
