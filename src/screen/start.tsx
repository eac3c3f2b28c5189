import { setTimeout as pause } from 'node:timers/promises';
import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';
import type { LocalState } from '../commands/record/local-state.ts';
import type { SaveLines } from '../logs/save-lines.ts';
import type { KeySettings } from '../settings/settings.ts';
import { views } from './all-views.ts';
import { App } from './app.tsx';
import { createAttachments, type ScreenSource } from './attachments.ts';
import type { ClusterSource } from './clusters/load-chooser.ts';
import { prepareChooser } from './clusters/prepare-chooser.ts';
import { createScreen, showBackground, trackSizeAndTime } from './create-screen.ts';
import { createScreenTerminal } from './create-screen-terminal.ts';
import { handleTermination } from './handle-termination.ts';
import { customiseKeys } from './input/customise-keys.ts';
import { dispatch } from './input/dispatch.ts';
import { openTerminalInput, type TerminalStdin } from './input/terminal-input.ts';
import type { ScreenMouse } from './mouse/start-mouse.ts';
import { repaintAfterResize } from './repaint-after-resize.ts';
import { exitReport } from './state/acts/exit-report.ts';
import { exitWithError } from './state/exit-with-error.ts';
import { rememberPaneSizes } from './state/panes/remember-pane-sizes.ts';
import type { Screen, ScreenExit, Views } from './state/screen.ts';
import { ScreenProvider } from './state/screen-context.tsx';
import type { ScreenTarget } from './state/screen-state.ts';
import type { BackgroundQuery } from './theme/ask-background.ts';
import type { ThemeName } from './theme/choose.ts';

export type ScreenOptions = {
  /** Without a target the screen starts with the cluster picker. */
  readonly target: ScreenTarget | undefined;
  readonly source: ScreenSource;
  /** What the cluster picker offers. */
  readonly clusters: ClusterSource;
  /** Where the cluster picker looks first. Default: all namespaces of the current context. */
  readonly search?: Pick<ScreenTarget, 'namespace' | 'context'>;
  /** Writes lines to a file that the user names. */
  readonly saveLines: SaveLines;
  readonly local?: LocalState;
  /** Default: never. */
  readonly rememberForwards?: 'never' | 'ask' | 'always';
  /** The views with the keys of the user; default: with the default keys. */
  readonly views?: Views | undefined;
  /** Default: false. */
  readonly isMouseOn?: boolean;
  readonly theme: ThemeName | 'auto';
  readonly color: 'auto' | 'always' | 'never';
  readonly env: { readonly [name: string]: string | undefined };
  /** The query for the background, which the theme `auto` needs. */
  readonly background?: BackgroundQuery | undefined;
  readonly stdin?: TerminalStdin;
  readonly stdout?: NodeJS.WriteStream;
  /** Shown in the header beside the cluster-id, such as `DEMO x10`. */
  readonly banner?: string | undefined;
  /** Called once, after the first frame has been written. */
  readonly onFirstFrame?: () => void;
  /** Receives the full error wherever the user sees only its message. */
  readonly logError?: (error: unknown) => void;
};

/** An unresponsive server must not delay the exit. */
const closeTimeoutMs = 1000;
/** The mouse and the title do not wait longer for a server that does not respond. */
const startLaterMs = 1000;

/** Returns the views with the keys of the user. Throws a SettingsError that lists every wrong key. */
export function customViews(keys: KeySettings): Views {
  return customiseKeys(views.all, keys);
}

/** Opens the screen. Resolves once the terminal is restored, also after an error. */
export async function startScreen(options: ScreenOptions): Promise<ScreenExit> {
  const { source, target, theme, color, env, banner, background, saveLines, logError = () => {} } = options;
  const colours = { theme, color, env };
  const { stdin = process.stdin, stdout = process.stdout } = options;
  const exitRequest = Promise.withResolvers<ScreenExit>();
  const controller = new AbortController();
  const terminal = createScreenTerminal({
    stdout,
    type: env.TERM,
    signal: controller.signal,
    takeInput: (receive) => input.take(receive),
    resumeRawMode: () => input.resumeRawMode(),
  });
  const screen = createScreen({
    terminal,
    target,
    views: options.views ?? views,
    colours,
    stdout,
    banner,
    isMouseOn: options.isMouseOn ?? false,
    signal: controller.signal,
    exit: exitRequest.resolve,
    log: logError,
    saveLines,
    local: options.local,
    rememberForwards: options.rememberForwards ?? 'never',
    search: options.search,
    attach: (...args) => attachments.attach(...args),
  });
  const attachments = createAttachments(screen, source, { exitsOnError: target !== undefined });
  const removeTerminationHandlers = handleTermination(screen, stdout);
  let mouse: ScreenMouse | undefined;
  const input = openTerminalInput(stdin, {
    onKey: (key) => (controller.signal.aborted ? 'handled' : dispatch(attachments.screen(), key)),
    onMouse: (press) => mouse?.handle(press) ?? 'handled',
    onLost: () => screen.exit({ exitCode: 129, lines: ['the terminal was closed'] }),
    onReport: background?.receive,
    reportTimeoutMs: background?.remainingMs,
  });
  let stopTerminal: (() => void) | undefined;
  /** Starts what the first frame does not need. */
  const startLater = async () => {
    await attachedOrLate(screen);
    const { startMouse, startTerminal } = await import('./after-first-frame.ts');
    if (screen.signal.aborted) return;
    mouse = startMouse(screen, attachments.screen, stdout);
    stopTerminal = startTerminal(screen, stdout);
  };
  trackSizeAndTime(screen, stdout);
  void rememberPaneSizes(screen);
  void background?.answer.then((answer) => answer && showBackground(screen, answer, colours, stdout));
  await background?.beforeFirstFrame();
  const app = (
    <ScreenProvider value={screen}>
      <App />
    </ScreenProvider>
  );
  const { isScreenReader } = screen.store.getState();
  const instance = renderApp(app, input.forInk, stdout, isScreenReader);
  const stopRepainting = isScreenReader ? undefined : repaintAfterResize(stdout, instance, app, terminal);
  // Ink unmounts itself after an error while drawing.
  const unmounted = instance.waitUntilExit().catch((error: unknown) => exitWithError(screen, error));
  setImmediate(() => {
    options.onFirstFrame?.();
    void startLater();
  });
  prepareChooser(screen, options.clusters);
  if (target !== undefined) screen.attach(target);

  const exit = await exitRequest.promise;
  const report = exitReport(screen.store.getState(), exit);
  controller.abort();
  await background?.beforeClose();
  // A program in a pod may still have the terminal. The aborted signal ends it.
  await Promise.race([terminal.returned(), pause(closeTimeoutMs, undefined, { ref: false })]);
  stopRepainting?.();
  mouse?.stop();
  stopTerminal?.();
  instance.unmount();
  await unmounted;
  input.close();
  await Promise.race([attachments.close(), pause(closeTimeoutMs, undefined, { ref: false })]);
  removeTerminationHandlers();
  return report.length === 0 ? exit : { ...exit, report };
}

/** Resolves when a cluster is attached or chosen from, or after a second. Until then, loading more code would delay it. */
async function attachedOrLate({ store, signal }: Screen): Promise<void> {
  const isBusy = () => store.getState().stage.kind === 'attached' && store.getState().session === undefined;
  const late = Promise.withResolvers<void>();
  const check = () => {
    if (!isBusy() || signal.aborted) late.resolve();
  };
  const stop = store.subscribe(check);
  signal.addEventListener('abort', check);
  const timer = setTimeout(late.resolve, startLaterMs);
  check();
  await late.promise;
  stop();
  clearTimeout(timer);
  signal.removeEventListener('abort', check);
}

function renderApp(
  app: ReactNode,
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream,
  isScreenReader: boolean,
): Instance {
  return render(app, {
    stdin,
    stdout,
    // Text for a screen reader stays in the scrollback.
    alternateScreen: !isScreenReader,
    isScreenReaderEnabled: isScreenReader,
    incrementalRendering: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
    // Session updates are already batched. The high limit makes keys take effect quickly.
    maxFps: 120,
  });
}
