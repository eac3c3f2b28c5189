import { constants } from 'node:os';
import { keyName } from '../state/key-names.ts';
import { baseView } from '../state/layers.ts';
import { selectLogs, toggleAllPods } from '../state/logs/select-logs.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import { closePage } from '../state/pages.ts';
import { canResize, growPane, resetPaneSizes } from '../state/panes/change-pane-sizes.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Binding, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { type PaneName, paneNames } from '../state/screen-state.ts';

/** Like Ctrl-C, its key works in every view. */
export const suspendAction = 'screen.suspend';
const suspendBinding: Binding = {
  action: suspendAction,
  keys: ['ctrl-z'],
  help: 'Suspend to the background; resume with fg in the shell',
  available: () => 'SIGTSTP' in constants.signals || 'this platform cannot suspend a program',
  run: () => process.kill(process.pid, 'SIGTSTP'),
};

/** The keys of every pane and page, except those that open other views. */
export const globalBindings: readonly Binding[] = [
  {
    action: 'screen.zoom',
    keys: ['z'],
    hint: 'zoom',
    help: 'Zoom the pane to the whole screen, or restore it',
    run: toggleZoom,
  },
  {
    action: 'pane.grow',
    keys: ['}'],
    help: 'Make the focused pane larger',
    available: canResize,
    run: (screen) => growPane(screen, 1),
  },
  {
    action: 'pane.shrink',
    keys: ['{'],
    help: 'Make the focused pane smaller',
    available: canResize,
    run: (screen) => growPane(screen, -1),
  },
  {
    action: 'pane.reset-sizes',
    keys: ['='],
    help: 'Restore the automatic pane sizes',
    available: canResize,
    run: resetPaneSizes,
  },
  {
    action: 'screen.refresh',
    keys: ['r'],
    hint: 'refresh',
    help: 'Refresh now and retry failed connections',
    available: isAttached,
    run: refresh,
  },
  {
    action: 'pane.next',
    keys: ['tab'],
    hint: 'next pane',
    help: 'Go to the next pane',
    run: (screen) => focusNext(screen, 1),
  },
  {
    action: 'pane.previous',
    keys: ['shift-tab'],
    help: 'Go to the previous pane',
    run: (screen) => focusNext(screen, -1),
  },
  ...paneNames.map(
    (pane, index): Binding => ({
      action: `pane.${pane}`,
      keys: [`${index + 1}`],
      help: `Go to the ${pane} pane`,
      run: (screen) => focusOn(screen, pane),
    }),
  ),
  {
    action: 'screen.back',
    keys: ['escape'],
    help: 'Go back: close details, leave zoom, clear search, filters or marks',
    run: goBack,
  },
  {
    action: 'command-line.open',
    keys: [':'],
    hint: 'command',
    isAlwaysShown: true,
    help: 'Open the command line',
    run: (screen) => openCommandLine(screen),
  },
  {
    action: 'screen.mouse',
    keys: ['ctrl-g'],
    help: 'Turn the mouse off, so that the terminal selects text, or on again',
    available: ({ isScreenReader }) => !isScreenReader || 'a screen reader needs no mouse',
    run: toggleMouse,
  },
  suspendBinding,
];

/** Returns true, or the reason why a key that needs a cluster is unavailable. */
export function isAttached({ session }: ScreenState): true | string {
  return session === undefined ? 'not attached yet' : true;
}

function toggleZoom({ store }: Screen): void {
  store.setState(({ isZoomed }) => ({ isZoomed: !isZoomed }));
}

function toggleMouse(screen: Screen): void {
  const { store } = screen;
  const isMouseOn = !store.getState().isMouseOn;
  store.setState({ isMouseOn });
  const off = `Mouse off: the terminal selects text. ${keyName(store.getState(), 'screen.mouse')} turns it on`;
  showMessage(screen, isMouseOn ? 'Mouse on. Hold Shift to select text' : off);
}

function refresh(screen: Screen): void {
  screen.store.getState().session?.refresh();
  showMessage(screen, 'Refreshing');
}

function focusOn(screen: Screen, focus: PaneName): void {
  screen.store.setState({ focus, page: undefined });
}

function focusNext(screen: Screen, step: number): void {
  const { focus } = screen.store.getState();
  const index = paneNames.indexOf(focus) + step + paneNames.length;
  focusOn(screen, paneNames[index % paneNames.length] ?? focus);
}

/** Undoes one step: the page, the zoom, the search or filter, the marks, the focus or the message. */
function goBack(screen: Screen): void {
  const state = screen.store.getState();
  const { page, isZoomed, focus, tables, logs, status } = state;
  const undo = screen.views.get(baseView(state).id).back?.(state);
  if (page !== undefined) closePage(screen);
  else if (isZoomed) toggleZoom(screen);
  else if (undo !== undefined) undo(screen);
  else if (logs.areAllPods) toggleAllPods(screen);
  else if (tables.pods.marked.length > 0) selectLogs(screen, []);
  else if (focus === 'logs') focusOn(screen, 'pods');
  else if (status !== undefined) screen.store.setState({ status: undefined });
}
