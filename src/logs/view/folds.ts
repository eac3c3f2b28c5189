import type { LogSource } from '../log-store.ts';
import type { LinePlace } from './log-position.ts';

/** Whether stack traces show their frames: all of them or none, but for some events. */
export type Folds = {
  readonly areFolded: boolean;
  /** Events that are the other way round, by `foldKey` of their heads. */
  readonly except: ReadonlySet<string>;
};

export function foldKey({ key, sequence }: LinePlace): string {
  return `${key} ${sequence}`;
}

/** A frame of an event that is folded. Heads, exceptions and causes are always there. */
export function isFoldedAway(source: LogSource, sequence: number, { areFolded, except }: Folds): boolean {
  if (source.roleAt(sequence) !== 'frame') return false;
  if (except.size === 0) return areFolded;
  return areFolded !== except.has(foldKey({ key: source.key, sequence: source.headOf(sequence) }));
}
