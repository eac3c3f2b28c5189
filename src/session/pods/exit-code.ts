import type { ContainerEnd } from './pod-facts.ts';

/** Exit codes of Linux, and of the named Flink classes. */
const meanings: { readonly [code: number]: string } = {
  1: 'startup failure or TaskManager failure', // ClusterEntrypoint
  2: 'JobManager runtime failure', // ClusterEntrypoint
  126: 'command is not executable',
  127: 'command not found',
  134: 'aborted (SIGABRT)',
  137: 'killed (SIGKILL)',
  139: 'segmentation fault (SIGSEGV)',
  143: 'terminated (SIGTERM)',
  163: 'application failed', // ApplicationStatus: 1443 modulo 256
  165: 'application ended with unknown status', // ApplicationStatus: 1445 modulo 256
  239: 'fatal uncaught exception', // FatalExitExceptionHandler: -17 modulo 256
};

/** Formats an exit code: `exit code 239: fatal uncaught exception`. */
export function explainExit(exitCode: number): string {
  const meaning = meanings[exitCode];
  return meaning === undefined ? `exit code ${exitCode}` : `exit code ${exitCode}: ${meaning}`;
}

/** Describes how a container ended: `OOM-killed`, or the exit code with its meaning. */
export function explainEnd({ exitCode, reason }: ContainerEnd): string {
  return reason === 'OOMKilled' ? 'OOM-killed' : explainExit(exitCode);
}
