import { Frame } from '../../draw/frame.tsx';
import { useScreenState } from '../../state/screen-context.tsx';
import type { Layer } from '../../state/screen-state.ts';
import { exceptionsOverlay } from './exceptions-overlay.ts';

/** Equal stack traces, counted. */
export function ExceptionsLayer({ layer }: { readonly layer: Layer & { readonly kind: 'exceptions' } }) {
  const state = useScreenState((whole) => whole);
  const { rectangle, rows } = exceptionsOverlay(state, layer);
  const title = `Exceptions, the newest first (${layer.groups.length})`;
  return <Frame rectangle={rectangle} title={title} isFocused text={rows.join('\n')} />;
}
