import type { ContainerEnd } from './pod-facts.ts';

/** What Flink and Linux mean by an exit code (flink.md 6). */
const meanings: { readonly [code: number]: string } = {
  1: 'a failure at the start, or of the TaskManager',
  2: 'a failure of the JobManager while it ran',
  126: 'its command cannot be executed',
  127: 'its command was not found',
  134: 'it aborted itself (SIGABRT)',
  137: 'killed (SIGKILL)',
  139: 'it crashed (SIGSEGV)',
  143: 'asked to stop (SIGTERM)',
  163: 'the application failed',
  165: 'the application ended in an unknown state',
  239: 'a fatal error that nothing caught',
};

/** `exit code 239: a fatal error that nothing caught` */
export function explainExit(exitCode: number): string {
  const meaning = meanings[exitCode];
  return meaning === undefined ? `exit code ${exitCode}` : `exit code ${exitCode}: ${meaning}`;
}

/** Describes how a container ended: `OOM-killed`, or the exit code with its meaning. */
export function explainEnd({ exitCode, reason }: ContainerEnd): string {
  return reason === 'OOMKilled' ? 'OOM-killed' : explainExit(exitCode);
}
