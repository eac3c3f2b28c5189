import { Frame } from '../draw/frame.tsx';
import { textOverlay } from '../draw/text-box.ts';
import { useScreenState } from '../state/screen-context.tsx';
import type { Layer } from '../state/screen-state.ts';

/** A text over the panes. */
export function TextLayer({ layer }: { readonly layer: Layer & { readonly kind: 'text' } }) {
  const state = useScreenState((whole) => whole);
  const { rectangle, rows, height } = textOverlay(state, layer);
  const below = rows.length - layer.top - height;
  const text = rows.slice(layer.top, layer.top + height).join('\n');
  const note = rows.length > height ? (below > 0 ? `${below} more below` : 'the end') : undefined;
  return <Frame rectangle={rectangle} title={layer.title} note={note} isFocused text={text} />;
}
