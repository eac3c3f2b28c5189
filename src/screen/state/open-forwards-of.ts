import type { Forward } from '../../session/forwards/forward.ts';
import type { ScreenState } from './screen-state.ts';

/** As they stand now. */
export function openForwardsOf({ session }: ScreenState): readonly Forward[] {
  return session?.connection.forwards.list() ?? [];
}
