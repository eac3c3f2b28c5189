import type { Binding, View, Views } from '../state/screen.ts';
import { bindingsEverywhere, bindingsOf } from './active-bindings.ts';
import { suspendAction } from './global-bindings.ts';
import { movementOf } from './movement-keys.ts';

/** An action where it can be used, for the check of a keymap. */
export type BoundAction = {
  readonly action: string;
  /** Title of the view; undefined for actions of all panes and pages. */
  readonly view?: string;
  /** Special text in a prompt, which is not a key. */
  readonly isTyped: boolean;
  /** Its keys are movement keys, which have actions of their own. */
  readonly followsMovement: boolean;
  /** The view takes text while the action can be used. */
  readonly isWhileTyping: boolean;
};

/** Lists every action of all views. An action that several views have is listed several times. */
export function boundActions(views: Views): readonly BoundAction[] {
  return [
    ...views.all.flatMap((view) => bindingsOf(views, view).map((binding) => boundAction(binding, view))),
    ...[...bindingsEverywhere(views), ...views.toasts].map((binding) => boundAction(binding)),
    ...views.movements.map(({ action }) => ({ action, isTyped: false, followsMovement: false, isWhileTyping: false })),
  ];
}

function boundAction({ action, keys, run }: Binding, view?: View): BoundAction {
  const isText = (key: string) => key === 'space' || [...key].length === 1;
  return {
    action,
    ...(view === undefined ? {} : { view: view.title }),
    isTyped: run === 'typed',
    followsMovement: keys.length > 0 && keys.every((key) => movementOf(key) !== undefined),
    // A view that takes text only at times has keys without text for these times.
    isWhileTyping: action === suspendAction || (view?.edit !== undefined && !keys.some(isText)),
  };
}
