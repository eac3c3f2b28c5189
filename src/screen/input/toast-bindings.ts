import { dismissToasts, haveToastsKeys, toastToCopy } from '../state/acts/toasts.ts';
import { copyAndShow } from '../state/run/show-message.ts';
import type { Binding, Views } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

const copy: Binding = {
  action: 'toast.copy',
  keys: ['y'],
  hint: 'copy result',
  help: 'Copy the path, ids or URL of the result',
  run: (screen) => copyAndShow(screen, toastToCopy(screen.store.getState())?.end.copy?.text),
};
const dismiss: Binding = {
  action: 'toast.dismiss',
  keys: ['escape'],
  help: 'Close the toast',
  run: dismissToasts,
};

/** The keys of a toast, which come before all keys of panes and pages. */
export const toastBindings: readonly Binding[] = [copy, dismiss];

/** Returns the bindings of the shown toasts. */
export function activeToastBindings({ toasts }: Views, state: ScreenState): readonly Binding[] {
  if (!haveToastsKeys(state)) return [];
  const what = toastToCopy(state)?.end.copy?.what;
  return toasts
    .filter(({ action }) => what !== undefined || action !== copy.action)
    .map((binding) => (binding.action === copy.action ? { ...binding, hint: `copy ${what}` } : binding));
}
