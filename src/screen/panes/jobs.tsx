import { jobsRows, jobsTitle } from '../rows/jobs-rows.ts';
import { layoutOf } from '../store/pane-sizes.ts';
import { Frame } from '../widgets/frame.tsx';
import { useScreenState } from '../widgets/screen-context.tsx';

export function JobsPane() {
  const rectangle = useScreenState((state) => layoutOf(state).panes.jobs);
  const title = useScreenState((state) => jobsTitle(state).text);
  const note = useScreenState((state) => jobsTitle(state).note);
  const isFocused = useScreenState(({ focus }) => focus === 'jobs');
  const text = useScreenState((state) => jobsRows(state).join('\n'));
  if (rectangle === undefined) return null;
  return <Frame rectangle={rectangle} title={title} note={note} isFocused={isFocused} text={text} />;
}
