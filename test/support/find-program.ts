import { execFileSync } from 'node:child_process';

/** Returns the first of these programs that runs successfully with `args`. Such a run must have no side effects. */
export function findProgram(candidates: readonly (string | undefined)[], args: readonly string[]): string | undefined {
  return candidates.find((program) => program !== undefined && canStart(program, args));
}

function canStart(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
