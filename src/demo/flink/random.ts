import { randomBytes } from 'node:crypto';

/** Returns random hex digits. A job id has 32 digits. */
export const randomHex = (digits: number): string =>
  randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits);

/** Returns the suffix of a generated pod name. Kubernetes' alphabet has no vowels and no characters that look alike. */
export function randomSuffix(length: number): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

export const randomBetween = (low: number, high: number): number => Math.round(low + Math.random() * (high - low));
