import { Frame } from '../draw/frame.tsx';
import { useScreenState } from '../state/screen-context.tsx';
import type { Layer } from '../state/screen-state.ts';
import { levelsOverlay } from './levels-overlay.ts';

/** The loggers with their levels, over the panes. It changes with the clock, once a second. */
export function LevelsLayer({ layer }: { readonly layer: Layer & { readonly kind: 'levels' } }) {
  const state = useScreenState((whole) => whole);
  const { rectangle, rows, count } = levelsOverlay(state, layer);
  const { text } = layer.filter;
  const note = text === '' && !layer.isTyping ? undefined : `/${text}`;
  return <Frame rectangle={rectangle} title={`Levels (${count})`} note={note} isFocused text={rows.join('\n')} />;
}
