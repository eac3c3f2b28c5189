import { render } from 'ink';
import { exitCodeOf } from '../commands/command-error.ts';
import { describeError } from '../commands/describe-error.ts';
import type { FoundCluster } from '../session/find.ts';
import type { Session } from '../session/session.ts';
import { App } from './app.tsx';
import { dispatch } from './keys/dispatch.ts';
import { openTerminalInput, type TerminalStdin } from './keys/terminal-input.ts';
import type { ScreenExit } from './screen-exit.ts';
import { createScreenStore, type Screen } from './store/screen.ts';
import type { ScreenTarget } from './store/screen-state.ts';
import { watchSession } from './store/watch-session.ts';
import { chooseTheme, type ThemeName } from './theme/choose.ts';
import { watchForTheEnd } from './watch-for-the-end.ts';
import { ScreenProvider } from './widgets/screen-context.tsx';

/** What main hands in: the heavy rooms load after the first frame. */
export type ScreenSource = {
  /** Rejects if there is no such session, or no server. */
  readonly attach: (target: ScreenTarget, signal: AbortSignal) => Promise<Session>;
  /** For the picker. */
  readonly find?: (
    signal: AbortSignal,
  ) => Promise<readonly FoundCluster[] & { readonly narrowedTo?: string | undefined }>;
};

export type ScreenOptions = {
  /** With none the screen begins with the picker. */
  readonly target?: ScreenTarget | undefined;
  readonly source: ScreenSource;
  readonly theme: ThemeName | 'auto';
  readonly color: 'auto' | 'always' | 'never';
  readonly env: { readonly [name: string]: string | undefined };
  readonly stdin?: TerminalStdin;
  readonly stdout?: NodeJS.WriteStream;
  /** Acts that change something are refused. */
  readonly readOnly?: boolean;
  /** Said in the header: `demo, 10× speed`. */
  readonly banner?: string | undefined;
  /** Gets the whole of every error that the person is told a sentence of. */
  readonly logError?: (error: unknown) => void;
  /** Frames a second at most; 30 if not given. */
  readonly maxFps?: number;
};

/**
 * Opens the screen, and resolves once the terminal was given back, however that came. The first frame needs no
 * network; then `source` fills it.
 */
export async function startScreen(options: ScreenOptions): Promise<ScreenExit> {
  const stdout = options.stdout ?? process.stdout;
  const stdin = options.stdin ?? process.stdin;
  const isScreenReader = options.env.INK_SCREEN_READER === 'true';
  const ending = Promise.withResolvers<ScreenExit>();
  const closing = new AbortController();
  const screen = createScreen(options, stdout, ending.resolve, closing.signal);
  const stopWatching = watchForTheEnd(screen, stdout);
  const input = openTerminalInput(
    stdin,
    (key) => dispatch(screen, key),
    () => screen.leave({ exitCode: 129, lines: ['the terminal went away'] }),
  );
  const stopTicking = keepUpWith(screen, stdout);
  const instance = render(
    <ScreenProvider value={screen}>
      <App />
    </ScreenProvider>,
    {
      stdin: input.forInk,
      stdout,
      alternateScreen: !isScreenReader,
      incrementalRendering: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      maxFps: options.maxFps ?? 30,
      isScreenReaderEnabled: isScreenReader,
    },
  );
  // An error while drawing ends Ink by itself.
  const drawing = instance.waitUntilExit().catch((error: unknown) => screen.leave(failed(screen, error)));
  begin(screen, options);

  const exit = await ending.promise;
  const session = screen.store.getState().session;
  closing.abort();
  stopTicking();
  instance.unmount();
  await drawing;
  input.close();
  stopWatching();
  await session?.close();
  return exit;
}

function createScreen(
  { theme, color, env, target, banner, readOnly = false, source, logError = () => {} }: ScreenOptions,
  stdout: NodeJS.WriteStream,
  leave: Screen['leave'],
  signal: AbortSignal,
): Screen {
  const screen: Screen = {
    signal,
    now: Date.now,
    leave,
    log: logError,
    copy: (text) => stdout.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`),
    attach: (chosen) => attach(screen, source, chosen),
    store: createScreenStore({
      size: sizeOf(stdout),
      now: Date.now(),
      theme: chooseTheme({ theme, color, env, colorDepth: stdout.getColorDepth?.(env) ?? 1 }),
      banner,
      readOnly,
      stage:
        target === undefined
          ? { kind: 'picking', found: undefined, narrowedTo: undefined, filter: '' }
          : { kind: 'attached', target },
    }),
  };
  return screen;
}

function begin(screen: Screen, { target, source }: ScreenOptions): void {
  if (target !== undefined) {
    screen.attach(target);
    return;
  }
  source
    .find?.(screen.signal)
    .then((found) => {
      screen.store.setState({
        stage: { kind: 'picking', found, narrowedTo: found.narrowedTo, filter: '' },
      });
    })
    .catch((error: unknown) => screen.leave(failed(screen, error)));
}

function attach(screen: Screen, source: ScreenSource, target: ScreenTarget): void {
  screen.store.setState({ stage: { kind: 'attached', target } });
  source
    .attach(target, screen.signal)
    .then((session) => (screen.signal.aborted ? session.close() : watchSession(screen, session)))
    .catch((error: unknown) => screen.leave(failed(screen, error)));
}

/** What the person reads in the terminal that was given back. */
function failed(screen: Screen, error: unknown): ScreenExit {
  screen.log(error);
  const { message, hints } = describeError(error);
  return { exitCode: exitCodeOf(error), lines: [message, ...hints] };
}

function sizeOf({ columns, rows }: NodeJS.WriteStream) {
  return { columns: columns || 80, rows: rows || 24 };
}

/** The terminal's size, and the clock once a second: what shows no other age is not drawn again. */
function keepUpWith({ store, now }: Screen, stdout: NodeJS.WriteStream): () => void {
  const resize = () => store.setState({ size: sizeOf(stdout) });
  const clock = setInterval(() => store.setState({ now: now() }), 1000);
  stdout.on('resize', resize);
  return () => {
    clearInterval(clock);
    stdout.off('resize', resize);
  };
}
