import { execFileSync } from 'node:child_process';

/** The first of these programs that is on this machine: that can be started with words that do no harm. */
export function findProgram(
  candidates: readonly (string | undefined)[],
  harmless: readonly string[],
): string | undefined {
  return candidates.find((program) => program !== undefined && canStart(program, harmless));
}

function canStart(program: string, words: readonly string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
