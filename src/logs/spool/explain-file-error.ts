const reasons: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file size limit is reached',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'the file or folder does not exist',
  EEXIST: 'it is a file, not a folder',
  ENOTDIR: 'part of the path is not a folder',
  EMFILE: 'too many open files',
};

/** Explains why a file cannot be written or read, with its path. */
export function explainFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path, message } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return message;
  return path === undefined ? reason : `${reason} (${path})`;
}
