import { moveBy } from '../draw/movement.ts';
import { closeBinding } from '../input/close-binding.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { allMovement } from '../input/movement-keys.ts';
import type { Act } from '../state/acts/act.ts';
import { actCopy, actRows } from '../state/acts/act-text.ts';
import { dismissToasts, shownToasts } from '../state/acts/toasts.ts';
import { changeLayer, openLayer } from '../state/layers.ts';
import { openText } from '../state/open/show-text.ts';
import { copyAndShow, showMessage } from '../state/run/show-message.ts';
import { type Screen, view } from '../state/screen.ts';
import { type ActivityList, activitiesBox, indexOf, listedActs, stepOf } from './activity-rows.ts';

/** Overlay with the commands that changed something, and their results. */
export const activities = view<ActivityList>({
  id: 'activities',
  title: 'Activity list',
  kind: 'overlay',
  isList: () => true,
  bindings: [
    {
      action: 'activities.open',
      keys: ['enter'],
      hint: 'details',
      help: 'Show the full result',
      run: onAct((screen, act) => {
        const rows = actRows(act, stepOf(screen.store.getState(), act));
        openText(screen, act.title, rows, actCopy(act));
      }),
    },
    {
      action: 'activities.copy',
      keys: ['y'],
      hint: 'copy',
      help: 'Copy the path, ids or URL of the result, or its text',
      run: onAct((screen, act) => copyAndShow(screen, actCopy(act))),
    },
    movementBinding(
      { ...allMovement, action: 'activities.move', help: 'Select another activity' },
      (screen, list, movement) => {
        const state = screen.store.getState();
        const acts = listedActs(state);
        const { visibleCount } = activitiesBox(state, list);
        const cursor = acts[moveBy(indexOf(acts, list), movement, visibleCount, acts.length - 1)]?.id;
        changeLayer<ActivityList>(screen, { cursor });
      },
    ),
    closeBinding('activities', ['escape', 'q', 'A']),
  ],
  opens: [
    {
      viewId: 'any',
      action: 'activities.show',
      keys: ['A'],
      hint: 'activities',
      help: 'List commands and their results',
      run: (screen) => {
        const state = screen.store.getState();
        const cursor = shownToasts(state).at(-1)?.id ?? listedActs(state)[0]?.id;
        dismissToasts(screen);
        openLayer<ActivityList>(screen, 'activities', { cursor });
      },
    },
  ],
  draw: {
    box: (state, list) => {
      const { rectangle, rows } = activitiesBox(state, list);
      return { rectangle, title: `Activities (${state.acts.length})`, isFocused: true, text: rows.join('\n') };
    },
  },
});

/** Wraps an action on the act under the cursor. */
function onAct(action: (screen: Screen, act: Act) => void) {
  return (screen: Screen, list: ActivityList) => {
    const acts = listedActs(screen.store.getState());
    const act = acts[indexOf(acts, list)];
    if (act === undefined) showMessage(screen, 'no activities yet', 'warning');
    else action(screen, act);
  };
}
