import { createWriteStream } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type SaveLines = (
  file: string,
  chunks: AsyncIterable<string>,
  options: { readonly overwrite: boolean; readonly signal: AbortSignal },
) => Promise<{ readonly file: string; readonly bytes: number }>;

/**
 * Writes text to a file and returns the file's absolute path and size. A leading `~/` means the home directory.
 * @throws the file system error: EEXIST if the file exists and `overwrite` is false
 */
export const saveLines: SaveLines = async (file, chunks, { overwrite, signal }) => {
  const path = resolve(file.replace(/^~(?=\/)/, homedir()));
  const target = createWriteStream(path, { flags: overwrite ? 'w' : 'wx' });
  await pipeline(Readable.from(chunks), target, { signal });
  return { file: path, bytes: target.bytesWritten };
};
