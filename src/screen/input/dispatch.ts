import { exitCodes } from '../../commands/command-error.ts';
import { pickerKeys } from '../clusters/picker-keys.ts';
import { unfinished } from '../state/activities.ts';
import { isTooSmall } from '../state/layout.ts';
import { move } from '../state/move.ts';
import { type Screen, say, sayWhatIsInTheWay } from '../state/screen.ts';
import { activeBindings, bindings, helpBinding } from './active-bindings.ts';
import type { Binding } from './binding.ts';
import type { Key } from './decode.ts';
import { activeKeys, type LayerKeys, takesText } from './layer-binding.ts';
import { layerKeysOf } from './layer-keys.ts';
import { motionOf } from './movement.ts';
import { stopBinding } from './stop-binding.ts';

/** `ink`: the component that Ink runs is to get the key. */
export type Taken = 'taken' | 'ink';

/** Hands a key to the top layer, and to no other. */
export function dispatch(screen: Screen, key: Key): Taken {
  const { layers, size, stage } = screen.store.getState();
  if (key.name === 'ctrl-c') return leave(screen, exitCodes.interrupted, 'ended by Ctrl-C');
  if (stopBinding.keys.includes(key.name)) return press(screen, stopBinding);
  if (isTooSmall(size)) return key.name === 'q' ? leave(screen, exitCodes.done) : 'taken';
  const layer = layers.at(-1);
  if (layer !== undefined) return pressInLayer(screen, layerKeysOf(layer), layer, key);
  if (stage.kind === 'picking') return pressInLayer(screen, pickerKeys, stage, key);
  return pressInPane(screen, key);
}

function leave(screen: Screen, exitCode: number, ...cause: string[]): Taken {
  screen.leave({ exitCode, lines: [...cause, ...unfinished(screen)] });
  return 'taken';
}

function pressInLayer<Subject>(screen: Screen, layer: LayerKeys<Subject>, subject: Subject, key: Key): Taken {
  const run = activeKeys(layer, subject).find(({ keys }) => keys.includes(key.name))?.run ?? 'typed';
  if (run === 'ink') return 'ink';
  if (run !== 'typed') run(screen, subject, key);
  else if (takesText(layer, subject)) layer.edit?.(screen, subject, key);
  else pressBeside(screen, key);
  return 'taken';
}

/** A key that the layer has no use for: it opens the help, or whatever it means in the panes waits until the layer is closed. */
function pressBeside(screen: Screen, { name }: Key): void {
  const { layers } = screen.store.getState();
  const means = ({ keys }: Binding) => keys.includes(name);
  if (means(helpBinding)) helpBinding.run(screen);
  else if (layers.length > 0 && bindings.some(means)) sayWhatIsInTheWay(screen);
}

function press(screen: Screen, { available, run }: Binding): Taken {
  const can = available?.(screen.store.getState()) ?? true;
  if (can === true) run(screen);
  else say(screen, can, 'warning', (state) => available?.(state) === can);
  return 'taken';
}

function pressInPane(screen: Screen, key: Key): Taken {
  const state = screen.store.getState();
  const binding = activeBindings(state).find(({ keys }) => keys.includes(key.name));
  const motion = motionOf(key.name);
  if (binding !== undefined) {
    press(screen, binding);
  } else if (motion !== undefined) {
    move(screen, motion);
  } else if (key.name === '/') {
    say(screen, 'there is nothing to look for here', 'warning');
  }
  return 'taken';
}
