import type { Token } from '../theme/theme.ts';

const tints = ['job.1', 'job.2', 'job.3', 'job.4', 'job.5', 'job.6'] as const satisfies readonly Token[];

/** Returns the colour of a job id of 32 hexadecimal digits, which is the same in every view and every run. */
export function jobTint(id: string): Token {
  return tints[Number.parseInt(id.slice(0, 7), 16) % tints.length] ?? 'job.1';
}
