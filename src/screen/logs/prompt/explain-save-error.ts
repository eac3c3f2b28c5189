import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainFileError } from '../../../logs/spool/explain-file-error.ts';

/** Why a file could not be opened to be written, and whether another Enter overwrites it. */
export type SaveProblem = { readonly message: string; readonly overwriteFile: string | undefined };

/** undefined for what is no fault of the path that was typed. */
export async function explainSaveError(file: string, error: unknown): Promise<SaveProblem | undefined> {
  const { code, syscall, path = file } = error as NodeJS.ErrnoException;
  if (syscall !== 'open') return undefined;
  // A folder too is there already, for one who would make a file of that name.
  const isFolder =
    code === 'EISDIR' || (code === 'EEXIST' && (await stat(path).catch(() => undefined))?.isDirectory() === true);
  if (isFolder) return { message: `${path} is a folder: type a file's name behind it`, overwriteFile: undefined };
  if (code === 'EEXIST')
    return { message: `${file} is there already: Enter overwrites it, Esc leaves it`, overwriteFile: file };
  const complaint = code === 'ENOENT' ? `there is no folder ${dirname(path)}` : explainFileError(error);
  return { message: complaint, overwriteFile: undefined };
}
