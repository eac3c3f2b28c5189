import type { Executed } from '../contracts.ts';
import type { PodFile } from './config-volume.ts';

type ReadFile = (path: string) => PodFile | undefined;

/** `cat`, the one program that there is: each file by itself; what is missing is told, and the rest done. */
function cat(paths: readonly string[], readFile: ReadFile): Executed {
  const missing = paths.filter((path) => readFile(path) === undefined);
  return {
    kind: 'ended',
    output: paths.map((path) => readFile(path)?.text ?? '').join(''),
    errors: missing.map((path) => `cat: ${path}: No such file or directory\n`).join(''),
    exitCode: missing.length === 0 ? 0 : 1,
  };
}

/** Runs a command in a container that sees these files. */
export function execute([name = '', ...args]: readonly string[], readFile: ReadFile): Executed {
  if (name === '') return { kind: 'not started', message: 'args must not be empty' };
  if (/^((\/usr)?\/bin\/)?cat$/.test(name)) return cat(args, readFile);
  return {
    kind: 'not started',
    message: `unable to start container process: exec: "${name}": executable file not found in $PATH`,
  };
}
