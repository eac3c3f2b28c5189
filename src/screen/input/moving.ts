import type { Motion } from '../draw/motion.ts';
import type { Screen } from '../state/screen.ts';
import type { LayerBinding } from './layer-binding.ts';
import { motionOf } from './movement.ts';

/** A binding of keys that move in a layer, as far as each moves everywhere. */
export function moving<Subject>(
  binding: Omit<LayerBinding<Subject>, 'run'>,
  move: (screen: Screen, subject: Subject, motion: Motion) => void,
): LayerBinding<Subject> {
  return {
    ...binding,
    run: (screen, subject, key) => {
      const motion = motionOf(key.name);
      if (motion !== undefined) move(screen, subject, motion);
    },
  };
}
