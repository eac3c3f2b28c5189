import type { Motion } from '../draw/motion.ts';
import type { Binding, Screen } from '../state/screen.ts';
import { motionOf } from './movement.ts';

/** A binding of keys that move in an overlay, as far as each moves everywhere. */
export function moving<Own>(
  binding: Omit<Binding<Own>, 'run'>,
  move: (screen: Screen, own: Own, motion: Motion) => void,
): Binding<Own> {
  return {
    ...binding,
    run: (screen, own, key) => {
      const motion = motionOf(key.name);
      if (motion !== undefined) move(screen, own, motion);
    },
  };
}
