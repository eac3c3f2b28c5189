import type { Forward } from '../../../session/forwards/forward.ts';
import type { ScreenState } from '../screen-state.ts';

const none: readonly Forward[] = [];

/** As the snapshot has them. */
export function openForwardsOf({ snapshot }: ScreenState): readonly Forward[] {
  return snapshot?.forwards ?? none;
}
