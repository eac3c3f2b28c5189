import { isAttached } from '../input/global-bindings.ts';
import { type ForwardList, showForwards } from '../state/open/show-forwards.ts';
import { view } from '../state/screen.ts';
import { shownForwards } from '../state/shown-items.ts';
import { forwardsBindings } from './forwards-bindings.ts';
import { forwardsBox } from './forwards-box.ts';
import { rememberForwards } from './remember-forwards.ts';

/** Local ports that are open, and how each stands. */
export const forwards = view<ForwardList>({
  id: 'forwards',
  title: 'List of forwards, F',
  kind: 'overlay',
  isList: () => true,
  bindings: forwardsBindings,
  opens: [
    {
      place: 'any',
      action: 'forwards.show',
      keys: ['F'],
      hint: 'forwards',
      help: 'local ports that lead to pods: begin one, open it, copy its URL, stop it',
      available: isAttached,
      run: (screen) => showForwards(screen),
    },
  ],
  watch: rememberForwards,
  draw: {
    box: (state, list) => {
      const open = shownForwards(state);
      const { rectangle, rows } = forwardsBox(state, list, open);
      return { rectangle, title: `Forwards (${open.length})`, isFocused: true, text: rows.join('\n') };
    },
  },
});
