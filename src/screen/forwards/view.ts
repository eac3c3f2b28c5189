import { isAttached } from '../input/global-bindings.ts';
import { type ForwardList, showForwards } from '../state/open/show-forwards.ts';
import { view } from '../state/screen.ts';
import { shownForwards } from '../state/shown-items.ts';
import { forwardsBindings } from './forwards-bindings.ts';
import { forwardsBox } from './forwards-box.ts';
import { rememberForwards } from './remember-forwards.ts';

/** Overlay with the port forwards and their states. */
export const forwards = view<ForwardList>({
  id: 'forwards',
  title: 'Port forwards',
  kind: 'overlay',
  isList: () => true,
  bindings: forwardsBindings,
  opens: [
    {
      viewId: 'any',
      action: 'forwards.show',
      keys: ['F'],
      hint: 'forwards',
      help: 'List port forwards: start one, open it, copy its URL or stop it',
      available: isAttached,
      run: (screen) => showForwards(screen),
    },
  ],
  watch: rememberForwards,
  draw: {
    box: (state, list) => {
      const open = shownForwards(state);
      const { rectangle, rows } = forwardsBox(state, list, open);
      return { rectangle, title: `Port forwards (${open.length})`, isFocused: true, text: rows.join('\n') };
    },
  },
});
