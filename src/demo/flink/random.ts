import { randomBytes } from 'node:crypto';

/** As many hex digits as asked: a job's id has 32. */
export const randomHex = (digits: number): string =>
  randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits);

/** The end of a generated pod name: Kubernetes leaves out vowels and what looks alike. */
export function randomSuffix(length: number): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

export const randomBetween = (low: number, high: number): number => Math.round(low + Math.random() * (high - low));
