import { explainExit } from './exit-code.ts';
import type { ContainerEnd } from './pod-facts.ts';

/** How a container ended: `OOM-killed`, or its exit code and what that means. */
export function explainEnd({ exitCode, reason }: ContainerEnd): string {
  return reason === 'OOMKilled' ? 'OOM-killed' : explainExit(exitCode);
}
