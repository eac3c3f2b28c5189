import { Frame } from '../draw/frame.tsx';
import { layoutOf } from '../state/pane-sizes.ts';
import { useScreenState } from '../state/screen-context.tsx';
import { jobsRows, jobsTitle } from './jobs-rows.ts';

export function JobsPane() {
  const rectangle = useScreenState((state) => layoutOf(state).panes.jobs);
  const title = useScreenState((state) => jobsTitle(state).text);
  const note = useScreenState((state) => jobsTitle(state).note);
  const isFocused = useScreenState(({ focus }) => focus === 'jobs');
  const text = useScreenState((state) => jobsRows(state).join('\n'));
  if (rectangle === undefined) return null;
  return <Frame rectangle={rectangle} title={title} note={note} isFocused={isFocused} text={text} />;
}
