import type { ExecResult } from '../contracts.ts';
import type { PodFile } from './config-volume.ts';

type ReadFile = (path: string) => PodFile | undefined;

/** Runs `cat`, the only program in the containers. Prints all files and reports missing ones. */
function cat(paths: readonly string[], readFile: ReadFile): ExecResult {
  const missing = paths.filter((path) => readFile(path) === undefined);
  return {
    kind: 'ended',
    stdout: paths.map((path) => readFile(path)?.text ?? '').join(''),
    stderr: missing.map((path) => `cat: ${path}: No such file or directory\n`).join(''),
    exitCode: missing.length === 0 ? 0 : 1,
  };
}

/** Runs a command in a container. `readFile` returns the container's files. */
export function execute([name = '', ...args]: readonly string[], readFile: ReadFile): ExecResult {
  if (name === '') return { kind: 'not started', message: 'args must not be empty' };
  if (/^((\/usr)?\/bin\/)?cat$/.test(name)) return cat(args, readFile);
  return {
    kind: 'not started',
    message: `unable to start container process: exec: "${name}": executable file not found in $PATH`,
  };
}
