import { exceptionsOverlay } from '../rows/exceptions-overlay.ts';
import type { Layer } from '../store/screen-state.ts';
import { Frame } from './frame.tsx';
import { useScreenState } from './screen-context.tsx';

/** Equal stack traces, counted. */
export function ExceptionsLayer({ layer }: { readonly layer: Layer & { readonly kind: 'exceptions' } }) {
  const state = useScreenState((whole) => whole);
  const { rectangle, rows } = exceptionsOverlay(state, layer);
  const title = `Exceptions, the newest first (${layer.groups.length})`;
  return <Frame rectangle={rectangle} title={title} isFocused text={rows.join('\n')} />;
}
