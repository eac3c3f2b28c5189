import type { Movement } from '../draw/movement.ts';
import type { Binding, Screen } from '../state/screen.ts';
import { movementOf } from './movement-keys.ts';

/** A binding of keys that move in an overlay, as far as each moves everywhere. */
export function movementBinding<Own>(
  binding: Omit<Binding<Own>, 'run'>,
  move: (screen: Screen, own: Own, motion: Movement) => void,
): Binding<Own> {
  return {
    ...binding,
    run: (screen, own, key) => {
      const motion = movementOf(key.name);
      if (motion !== undefined) move(screen, own, motion);
    },
  };
}
