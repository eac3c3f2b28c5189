import type { LogSource } from '../log-store.ts';
import type { LineId } from './log-position.ts';

/** The state of folding. Folded stack traces are shown without their frames. */
export type Folds = {
  readonly areFolded: boolean;
  /** Events with the opposite setting, by the `foldKey` of their heads. */
  readonly except: ReadonlySet<string>;
};

/** Shows every stack trace with its frames. */
export const noFolds: Folds = { areFolded: false, except: new Set() };

export function foldKey({ key, sequence }: LineId): string {
  return `${key} ${sequence}`;
}

/** Whether a line is a frame of a folded event. Heads, exceptions and causes are always shown. */
export function isFolded(source: LogSource, sequence: number, { areFolded, except }: Folds): boolean {
  if (source.roleAt(sequence) !== 'frame') return false;
  if (except.size === 0) return areFolded;
  return areFolded !== except.has(foldKey({ key: source.key, sequence: source.headOf(sequence) }));
}
