import { wrap } from '../rows/fit.ts';
import { logRows } from '../rows/log-rows.ts';
import { emptyLogsText, logsTitle } from '../rows/logs-title.ts';
import { layoutOf, paneInside } from '../store/pane-sizes.ts';
import type { ScreenState } from '../store/screen-state.ts';
import { Frame } from '../widgets/frame.tsx';
import { useScreenState } from '../widgets/screen-context.tsx';

export function LogsPane() {
  const rectangle = useScreenState((state) => layoutOf(state).panes.logs);
  const title = useScreenState((state) => logsTitle(state).text);
  const note = useScreenState((state) => logsTitle(state).note);
  const isFocused = useScreenState(({ focus }) => focus === 'logs');
  const text = useScreenState(logsText);
  if (rectangle === undefined) return null;
  return <Frame rectangle={rectangle} title={title} note={note} isFocused={isFocused} text={text} />;
}

export function logsText(state: ScreenState): string {
  const { width, height } = paneInside(state, 'logs');
  if (height === 0) return '';
  const rows = logRows(state, height);
  return (rows.length > 0 ? rows : wrap(` ${emptyLogsText(state)}`, width, height, 'words')).join('\n');
}
