import { Frame } from '../draw/frame.tsx';
import { layoutOf } from '../state/pane-sizes.ts';
import { useScreenState } from '../state/screen-context.tsx';
import { podsRows, podsTitle } from './pods-rows.ts';

export function PodsPane() {
  const rectangle = useScreenState((state) => layoutOf(state).panes.pods);
  const title = useScreenState((state) => podsTitle(state).text);
  const note = useScreenState((state) => podsTitle(state).note);
  const isFocused = useScreenState(({ focus }) => focus === 'pods');
  const text = useScreenState((state) => podsRows(state).join('\n'));
  if (rectangle === undefined) return null;
  return <Frame rectangle={rectangle} title={title} note={note} isFocused={isFocused} text={text} />;
}
