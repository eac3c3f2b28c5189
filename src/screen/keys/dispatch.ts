import { isTooSmall } from '../layout.ts';
import { unfinished } from '../store/activities.ts';
import { motionOf } from '../store/motion.ts';
import { move } from '../store/move.ts';
import { type Screen, say } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import { activeBindings } from './active-bindings.ts';
import { pressInColumns } from './columns-keys.ts';
import { pressInCommandLine } from './command-line-keys.ts';
import type { Key } from './decode.ts';
import { pressInDialog } from './dialog-keys.ts';
import { pressInExceptions } from './exceptions-keys.ts';
import { pressInFilter } from './filter-keys.ts';
import { pressInForwards } from './forwards-keys.ts';
import { pressInLevels } from './levels-keys.ts';
import { pressInLogPrompt } from './log-prompt-keys.ts';
import { pressInPicker } from './picker-keys.ts';
import { pressInText } from './text-keys.ts';

/** `ink`: the component that Ink runs is to get the key. */
export type Taken = 'taken' | 'ink';

/** Hands a key to the top layer, and to no other. */
export function dispatch(screen: Screen, key: Key): Taken {
  const { layers, size, stage } = screen.store.getState();
  if (key.name === 'ctrl-c') return leave(screen);
  if (isTooSmall(size)) return key.name === 'q' ? leave(screen) : 'taken';
  const layer = layers.at(-1);
  if (layer !== undefined) return pressInLayer(screen, layer, key);
  if (stage.kind === 'picking') return pressInPicker(screen, stage, key);
  return pressInPane(screen, key);
}

function leave(screen: Screen): Taken {
  screen.leave({ exitCode: 0, lines: unfinished(screen) });
  return 'taken';
}

function pressInLayer(screen: Screen, layer: Layer, key: Key): Taken {
  switch (layer.kind) {
    case 'text':
      return pressInText(screen, layer, key);
    case 'filter':
      return pressInFilter(screen, layer, key);
    case 'log-prompt':
      return pressInLogPrompt(screen, layer, key);
    case 'exceptions':
      return pressInExceptions(screen, layer, key);
    case 'log-columns':
      return pressInColumns(screen, key);
    case 'forwards':
      return pressInForwards(screen, layer, key);
    case 'levels':
      return pressInLevels(screen, layer, key);
    case 'command-line':
      return pressInCommandLine(screen, layer, key);
    case 'dialog':
      return pressInDialog(screen, layer, key);
  }
}

function pressInPane(screen: Screen, key: Key): Taken {
  const state = screen.store.getState();
  const binding = activeBindings(state).find(({ keys }) => keys.includes(key.name));
  const motion = motionOf(key.name);
  if (binding !== undefined) {
    const available = binding.available?.(state) ?? true;
    if (available === true) binding.run(screen);
    else say(screen, available, 'warning');
  } else if (motion !== undefined) {
    move(screen, motion);
  } else if (key.name === '/') {
    say(screen, 'there is nothing to look for here', 'warning');
  }
  return 'taken';
}
