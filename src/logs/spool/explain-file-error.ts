const reasons: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'the file size limit is reached',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'the file or directory does not exist',
  EEXIST: 'the path is a file, not a directory',
  ENOTDIR: 'part of the path is not a directory',
  EMFILE: 'too many open files',
};

/** Returns the reason for a failed read or write, with the path of the file. */
export function explainFileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path, message } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return message;
  return path === undefined ? reason : `${reason} (${path})`;
}
