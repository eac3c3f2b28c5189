import { setTimeout as pause } from 'node:timers/promises';
import { type Instance, render } from 'ink';
import type { LocalState } from '../commands/record/local-state.ts';
import type { SaveLines } from '../logs/save-lines.ts';
import { App } from './app.tsx';
import { attachScreen, findForPicker, leaveWithError, type ScreenSource } from './attach-screen.ts';
import { createScreen, keepUpWith } from './create-screen.ts';
import { dispatch } from './input/dispatch.ts';
import { openTerminalInput, type TerminalStdin } from './input/terminal-input.ts';
import type { Screen } from './state/screen.ts';
import { ScreenProvider } from './state/screen-context.tsx';
import type { ScreenExit } from './state/screen-exit.ts';
import type { ScreenTarget } from './state/screen-state.ts';
import type { ThemeName } from './theme/choose.ts';
import { watchForTheEnd } from './watch-for-the-end.ts';

export type ScreenOptions = {
  /** With none the screen begins with the picker. */
  readonly target: ScreenTarget | undefined;
  readonly source: ScreenSource;
  /** Writes lines to a file of the person's choosing. */
  readonly saveLines: SaveLines;
  readonly local?: LocalState;
  /** Not if it is not said. */
  readonly rememberForwards?: 'never' | 'ask' | 'always';
  readonly theme: ThemeName | 'auto';
  readonly color: 'auto' | 'always' | 'never';
  readonly env: { readonly [name: string]: string | undefined };
  readonly stdin?: TerminalStdin;
  readonly stdout?: NodeJS.WriteStream;
  /** Shown in the header beside the cluster-id: `DEMO x10`. */
  readonly banner?: string | undefined;
  /** Called once, when the first frame is on the terminal. */
  readonly onFirstFrame?: () => void;
  /** Gets the whole of every error that the person is told a sentence of. */
  readonly logError?: (error: unknown) => void;
};

/** A server that does not answer keeps nobody from leaving. */
const closingTimeoutMs = 1000;

/**
 * Opens the screen, and resolves once the terminal was given back, however that came. The first frame needs no
 * network; then `source` fills it.
 */
export async function startScreen(options: ScreenOptions): Promise<ScreenExit> {
  const { source, target, theme, color, env, banner, saveLines, logError = () => {} } = options;
  const { stdin = process.stdin, stdout = process.stdout } = options;
  const ending = Promise.withResolvers<ScreenExit>();
  const closing = new AbortController();
  const screen = createScreen({
    target,
    colours: { theme, color, env },
    stdout,
    banner,
    signal: closing.signal,
    leave: ending.resolve,
    log: logError,
    saveLines,
    local: options.local,
    rememberForwards: options.rememberForwards ?? 'never',
    attach: (chosen) => void attachScreen(screen, source, chosen),
  });
  const stopWatching = watchForTheEnd(screen, stdout);
  const input = openTerminalInput(
    stdin,
    (key) => dispatch(screen, key),
    () => screen.leave({ exitCode: 129, lines: ['the terminal went away'] }),
  );
  keepUpWith(screen, stdout);
  const instance = draw(screen, input.forInk, stdout, env.INK_SCREEN_READER === 'true');
  // An error while drawing ends Ink by itself.
  const drawn = instance.waitUntilExit().catch((error: unknown) => leaveWithError(screen, error));
  setImmediate(() => options.onFirstFrame?.());
  if (target === undefined) void findForPicker(screen, source);
  else screen.attach(target);

  const exit = await ending.promise;
  closing.abort();
  instance.unmount();
  await drawn;
  input.close();
  await Promise.race([screen.store.getState().session?.close(), pause(closingTimeoutMs, undefined, { ref: false })]);
  stopWatching();
  return exit;
}

function draw(screen: Screen, stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream, isScreenReader: boolean): Instance {
  return render(
    <ScreenProvider value={screen}>
      <App />
    </ScreenProvider>,
    {
      stdin,
      stdout,
      // What is read aloud is to stay in the scrollback.
      alternateScreen: !isScreenReader,
      isScreenReaderEnabled: isScreenReader,
      incrementalRendering: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      // What comes by itself is batched before it gets here: a key need not wait for its frame.
      maxFps: 120,
    },
  );
}
