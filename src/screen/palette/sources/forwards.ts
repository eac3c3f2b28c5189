import { describeForwardTarget } from '../../../session/forwards/describe-target.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { showForwards } from '../../state/open/show-forwards.ts';
import { type ShownForward, shownForwards } from '../../state/shown-items.ts';
import type { Below, Entry } from '../palette.ts';

export function forwardEntries({ state }: Below): readonly Entry[] {
  return entriesOf(shownForwards(state));
}

const entriesOf = rememberLast((forwards: readonly ShownForward[]): readonly Entry[] =>
  forwards.map(({ key, keptFrom, forward: { url, target, state } }) => ({
    leavesOverlays: true,
    key: `forward ${key}`,
    title: `${url} to ${describeForwardTarget(target)}`,
    alias: keptFrom ?? '',
    kind: `forward · ${state.state}`,
    kindToken: state.state === 'refused' ? 'error' : state.state === 'waiting' ? 'warning' : undefined,
    shownKey: '',
    rank: state.state === 'refused' || state.state === 'waiting' ? 0 : 3,
    run: (screen) => showForwards(screen, { cursor: key }),
  })),
);
