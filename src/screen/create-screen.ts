import { serverNow } from '../session/server-now.ts';
import { pasteable } from '../text/printable.ts';
import { keyNamesOf } from './input/key-sections.ts';
import { createChooser } from './state/chooser.ts';
import type { Screen } from './state/screen.ts';
import type { ScreenState, ScreenTarget } from './state/screen-state.ts';
import { createScreenStore } from './state/store.ts';
import type { Background } from './theme/background.ts';
import { type ColourChoice, chooseTheme } from './theme/choose.ts';
import type { Theme } from './theme/theme.ts';

export type CreateScreenOptions = Pick<
  Screen,
  'views' | 'signal' | 'exit' | 'log' | 'attach' | 'saveLines' | 'local' | 'rememberForwards' | 'terminal'
> &
  Pick<ScreenState, 'banner' | 'isMouseOn'> & {
    readonly target: ScreenTarget | undefined;
    readonly search?: Pick<ScreenTarget, 'namespace' | 'context'> | undefined;
    readonly colours: Colours;
    readonly stdout: NodeJS.WriteStream;
  };

type Colours = Pick<ColourChoice, 'theme' | 'color' | 'env'>;

/** Creates the screen in its initial state, before any data has arrived. */
export function createScreen({
  target,
  search = {},
  colours,
  stdout,
  banner,
  isMouseOn,
  ...actions
}: CreateScreenOptions): Screen {
  const isScreenReader = colours.env.INK_SCREEN_READER === 'true';
  return {
    ...actions,
    now: Date.now,
    copy: (text) => {
      const copied = pasteable(text);
      stdout.write(`\x1b]52;c;${Buffer.from(copied).toString('base64')}\x07`);
      void copyWithTools(copied, colours.env, actions.log);
    },
    store: createScreenStore({
      size: sizeOf(stdout),
      now: Date.now(),
      theme: themeFor(colours, stdout),
      keyNames: keyNamesOf(actions.views),
      isScreenReader,
      isMouseOn: isMouseOn && !isScreenReader && !isGnuScreen(colours.env),
      banner,
      ...(target === undefined
        ? { stage: { kind: 'picking' }, chooser: createChooser(search) }
        : { stage: { kind: 'attached', target } }),
    }),
  };
}

/** While the mouse is on, GNU screen holds back a lone Esc until the next key. */
function isGnuScreen({ STY, TMUX }: Colours['env']): boolean {
  return STY !== undefined && TMUX === undefined;
}

async function copyWithTools(text: string, env: Colours['env'], log: Screen['log']): Promise<void> {
  const { copyNatively } = await import('./after-first-frame.ts');
  copyNatively(text, env, log);
}

/** Changes the theme `auto` to the one that suits the background. */
export function showBackground(
  { store }: Screen,
  background: Background,
  colours: Colours,
  stdout: NodeJS.WriteStream,
): void {
  store.setState({ theme: themeFor(colours, stdout, background) });
}

function themeFor(colours: Colours, stdout: NodeJS.WriteStream, background?: Background): Theme {
  return chooseTheme({ ...colours, background, colorDepth: stdout.getColorDepth?.(colours.env) ?? 1 });
}

/** Updates the size on a resize and the clock once a second. A view is drawn again only if its text changes. */
export function trackSizeAndTime({ store, now, signal }: Screen, stdout: NodeJS.WriteStream): void {
  const resize = () => store.setState({ size: sizeOf(stdout) });
  const tick = () =>
    store.setState(({ session }) => ({
      now: now(),
      serverNow: session === undefined ? now() : serverNow(session.connection, now()),
    }));
  const clock = setInterval(tick, 1000);
  stdout.on('resize', resize);
  signal.addEventListener('abort', () => {
    clearInterval(clock);
    stdout.off('resize', resize);
  });
}

function sizeOf({ columns, rows }: NodeJS.WriteStream) {
  return { columns: columns || 80, rows: rows || 24 };
}
