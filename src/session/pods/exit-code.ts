import type { ContainerEnd } from './pod-facts.ts';

/**
 * Exit codes of Flink and Linux. 1 and 2 are from Flink's ClusterEntrypoint, 239 (-17) is from Flink's
 * FatalExitExceptionHandler. 163 and 165 are Flink's ApplicationStatus codes 1443 and 1445 modulo 256.
 */
const meanings: { readonly [code: number]: string } = {
  1: 'startup failure or TaskManager failure',
  2: 'JobManager runtime failure',
  126: 'command is not executable',
  127: 'command not found',
  134: 'aborted (SIGABRT)',
  137: 'killed (SIGKILL)',
  139: 'segmentation fault (SIGSEGV)',
  143: 'terminated (SIGTERM)',
  163: 'application failed',
  165: 'application ended with unknown status',
  239: 'fatal uncaught exception',
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
