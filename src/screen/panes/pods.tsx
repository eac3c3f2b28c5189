import { podsRows, podsTitle } from '../rows/pods-rows.ts';
import { layoutOf } from '../store/pane-sizes.ts';
import { Frame } from '../widgets/frame.tsx';
import { useScreenState } from '../widgets/screen-context.tsx';

export function PodsPane() {
  const rectangle = useScreenState((state) => layoutOf(state).panes.pods);
  const title = useScreenState((state) => podsTitle(state).text);
  const note = useScreenState((state) => podsTitle(state).note);
  const isFocused = useScreenState(({ focus }) => focus === 'pods');
  const text = useScreenState((state) => podsRows(state).join('\n'));
  if (rectangle === undefined) return null;
  return <Frame rectangle={rectangle} title={title} note={note} isFocused={isFocused} text={text} />;
}
