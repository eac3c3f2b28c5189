import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainFileError } from '../../../logs/spool/explain-file-error.ts';

/** The reason why a file could not be opened for writing, and the file that the next Enter overwrites. */
export type SaveProblem = { readonly message: string; readonly overwriteFile: string | undefined };

/** Explains an error caused by the typed path; undefined for other errors. */
export async function explainSaveError(file: string, error: unknown): Promise<SaveProblem | undefined> {
  const { code, syscall, path = file } = error as NodeJS.ErrnoException;
  if (syscall !== 'open') return undefined;
  // Creating a file also fails with EEXIST if a directory has this name.
  const isDirectory =
    code === 'EISDIR' || (code === 'EEXIST' && (await stat(path).catch(() => undefined))?.isDirectory() === true);
  if (isDirectory) return { message: `${path} is a directory: add a file name`, overwriteFile: undefined };
  if (code === 'EEXIST')
    return { message: `${file} already exists. Enter: overwrite, Esc: cancel`, overwriteFile: file };
  const message = code === 'ENOENT' ? `no such directory: ${dirname(path)}` : explainFileError(error);
  return { message, overwriteFile: undefined };
}
