import { readFile } from 'node:fs/promises';
import { FlinkError } from '../../flink/error.ts';

/** Rejects with a FlinkError that says which file it was, and what of. */
export async function readRestFile(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw new FlinkError('denied', `The file ${path} of ${option} ${reason}.`, { cause });
  }
}
