import type { Movement } from '../draw/movement.ts';
import type { Binding, Screen } from '../state/screen.ts';
import { movementOf } from './movement-keys.ts';

/** Returns a binding of movement keys in an overlay. Each key moves as far as in the other views. */
export function movementBinding<Own>(
  binding: Omit<Binding<Own>, 'run'>,
  move: (screen: Screen, own: Own, movement: Movement) => void,
): Binding<Own> {
  return {
    ...binding,
    run: (screen, own, key) => {
      const movement = movementOf(key.name);
      if (movement !== undefined) move(screen, own, movement);
    },
  };
}
