import type { ScreenState } from './screen-state.ts';

/** Returns the key of an action for a sentence: `A`; for an action without keys, its name. */
export function keyName({ keyNames }: Pick<ScreenState, 'keyNames'>, action: string): string {
  return keyNames.get(action) ?? action;
}
