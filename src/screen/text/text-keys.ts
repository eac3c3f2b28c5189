import { moveBy } from '../draw/motion.ts';
import { textOverlay } from '../draw/text-box.ts';
import { helpTitle } from '../help/help-title.ts';
import type { LayerKeys } from '../input/layer-binding.ts';
import { allMovement } from '../input/movement.ts';
import { moving } from '../input/moving.ts';
import { openCommandLine } from '../state/open-command-line.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../state/screen.ts';
import type { Layer } from '../state/screen-state.ts';

const sidewaysColumns = 16;

type TextLayer = Layer & { readonly kind: 'text' };

/** A text over the panes is read, scrolled, copied and closed. */
export const textKeys: LayerKeys<TextLayer> = {
  title: 'Texts over the panes',
  keys: [
    moving({ ...allMovement, hint: 'scroll', help: 'scroll' }, (screen, layer, motion) => {
      const { rows, height } = textOverlay(screen.store.getState(), layer);
      replaceLayer(screen, { ...layer, top: moveBy(layer.top, motion, height, Math.max(0, rows.length - height)) });
    }),
    {
      keys: ['left', 'right', 'h', 'l'],
      shown: ['←→'],
      when: ({ column }) => column !== undefined,
      hint: 'sideways',
      help: 'a table that is wider than the screen, sideways',
      run: (screen, layer, { name }) => moveSideways(screen, layer, ['left', 'h'].includes(name) ? -1 : 1),
    },
    { keys: ['y'], hint: 'copy', help: 'copy what matters of it, or all of it', run: copyText },
    { keys: [':'], hint: 'command', help: 'close it, and type a command', run: typeCommand },
    { keys: ['escape', 'enter', 'q'], hint: 'close', help: 'close', run: closeLayer },
    { keys: ['?', 'f1'], when: isHelp, help: 'close the help', run: closeLayer },
  ],
};

function moveSideways(screen: Screen, layer: TextLayer, step: number): void {
  const { lastColumn } = textOverlay(screen.store.getState(), layer);
  const column = Math.max(0, Math.min(lastColumn, (layer.column ?? 0) + step * sidewaysColumns));
  if (lastColumn === 0) say(screen, 'all columns are in sight', 'warning');
  else replaceLayer(screen, { ...layer, column });
}

function isHelp({ title }: TextLayer): boolean {
  return title === helpTitle;
}

/** What the command says takes its place. */
function typeCommand(screen: Screen): void {
  closeLayer(screen);
  openCommandLine(screen);
}

function copyText(screen: Screen, { copy }: TextLayer): void {
  screen.copy(copy);
  say(screen, `copied ${copy.split('\n').length === 1 ? copy : 'the text'}`, 'ok');
}
