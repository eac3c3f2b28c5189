import { constants } from 'node:os';
import { baseView } from '../state/layers.ts';
import { chooseLogs } from '../state/logs/choose-logs.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Binding, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { type PaneName, paneNames } from '../state/screen-state.ts';

/** To the background: it means the same wherever the keys go, as Ctrl-C does. */
export const suspendBinding: Binding = {
  action: 'screen.suspend',
  keys: ['ctrl-z'],
  help: 'to the background; fg in the shell comes back',
  available: () => 'SIGTSTP' in constants.signals || 'there is no background here: q leaves',
  run: () => process.kill(process.pid, 'SIGTSTP'),
};

/** What every pane and every page takes, beside the keys that lead to other views. */
export const globalBindings: readonly Binding[] = [
  {
    action: 'screen.zoom',
    keys: ['z'],
    hint: 'zoom',
    help: 'give the pane the whole screen, or take it back',
    run: toggleZoom,
  },
  {
    action: 'screen.refresh',
    keys: ['r'],
    hint: 'refresh',
    help: 'refresh now, and retry what is waiting',
    available: isAttached,
    run: refresh,
  },
  {
    action: 'pane.next',
    keys: ['tab'],
    hint: 'next pane',
    help: 'to the next pane',
    run: (screen) => focusBeside(screen, 1),
  },
  {
    action: 'pane.previous',
    keys: ['shift-tab'],
    help: 'to the pane before',
    run: (screen) => focusBeside(screen, -1),
  },
  ...paneNames.map(
    (pane, index): Binding => ({
      action: `pane.${pane}`,
      keys: [`${index + 1}`, `alt-${index + 1}`],
      help: `to the ${pane}; among the logs only with Alt`,
      run: (screen) => focusOn(screen, pane),
    }),
  ),
  {
    action: 'screen.back',
    keys: ['escape'],
    help: 'back: close the details, the zoom, the search, the filters, the choice',
    run: goBack,
  },
  {
    action: 'command-line.open',
    keys: [':'],
    hint: 'command',
    isLasting: true,
    help: 'type a command',
    run: (screen) => openCommandLine(screen),
  },
  suspendBinding,
];

/** For what needs a cluster. */
export function isAttached({ session }: ScreenState): true | string {
  return session === undefined ? 'not attached yet' : true;
}

function toggleZoom({ store }: Screen): void {
  store.setState(({ isZoomed }) => ({ isZoomed: !isZoomed }));
}

function refresh(screen: Screen): void {
  screen.store.getState().session?.refresh();
  showMessage(screen, 'refreshing');
}

function focusOn(screen: Screen, focus: PaneName): void {
  screen.store.setState({ focus, page: undefined });
}

function focusBeside(screen: Screen, step: number): void {
  const { focus } = screen.store.getState();
  const index = paneNames.indexOf(focus) + step + paneNames.length;
  focusOn(screen, paneNames[index % paneNames.length] ?? focus);
}

/** One step out of whatever was gone into last. */
function goBack(screen: Screen): void {
  const state = screen.store.getState();
  const { page, isZoomed, focus, logs, status } = state;
  const undo = screen.views.get(baseView(state).id).back?.(state);
  if (page !== undefined) screen.store.setState({ page: undefined });
  else if (isZoomed) toggleZoom(screen);
  else if (undo !== undefined) undo(screen);
  else if (logs.chosen.length > 0) chooseLogs(screen, []);
  else if (focus === 'logs') focusOn(screen, 'pods');
  else if (status !== undefined) screen.store.setState({ status: undefined });
}
