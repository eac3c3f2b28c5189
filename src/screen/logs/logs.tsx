import { wrap } from '../draw/fit.ts';
import { Frame } from '../draw/frame.tsx';
import { layoutOf, paneInside } from '../state/pane-sizes.ts';
import { useScreenState } from '../state/screen-context.tsx';
import type { ScreenState } from '../state/screen-state.ts';
import { logRows } from './log-rows.ts';
import { emptyLogsText, logsTitle } from './logs-title.ts';

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
