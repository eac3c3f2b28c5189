import type { Movement } from '../draw/movement.ts';
import type { Binding, Screen } from '../state/screen.ts';
import { movementOf } from './movement-keys.ts';

/** Returns a binding of movement keys in an overlay. Each key moves as far as in the other views. */
export function movementBinding<ViewState>(
  binding: Omit<Binding<ViewState>, 'run'>,
  move: (screen: Screen, viewState: ViewState, movement: Movement) => void,
): Binding<ViewState> {
  return {
    ...binding,
    move,
    isByKey: true,
    run: (screen, viewState, key) => {
      const movement = movementOf(key.name);
      if (movement !== undefined) move(screen, viewState, movement);
    },
  };
}
