const reasons: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file may not grow any more',
  EACCES: 'it is not allowed to write there',
  EPERM: 'it is not allowed to write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'a file or folder is gone',
  EEXIST: 'it is a file, and no folder',
  ENOTDIR: 'a part of the path is no folder',
  EMFILE: 'too many files are open',
};

/** Why a file cannot be written or read, with its path. */
export function explainFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path, message } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return message;
  return path === undefined ? reason : `${reason} (${path})`;
}
