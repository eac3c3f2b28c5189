import { serverNow } from '../session/server-now.ts';
import { views } from './all-views.ts';
import type { Screen } from './state/screen.ts';
import type { ScreenState, ScreenTarget } from './state/screen-state.ts';
import { createScreenStore } from './state/store.ts';
import type { ColourChoice } from './theme/choose.ts';
import { chooseTheme } from './theme/choose.ts';

export type ScreenParts = Pick<
  Screen,
  'signal' | 'leave' | 'log' | 'attach' | 'saveLines' | 'local' | 'rememberForwards'
> &
  Pick<ScreenState, 'banner'> & {
    readonly target: ScreenTarget | undefined;
    readonly colours: Omit<ColourChoice, 'colorDepth'>;
    readonly stdout: NodeJS.WriteStream;
  };

/** The screen as it stands before anything is known. */
export function createScreen({ target, colours, stdout, banner, ...ways }: ScreenParts): Screen {
  return {
    ...ways,
    views,
    now: Date.now,
    copy: (text) => stdout.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`),
    store: createScreenStore({
      size: sizeOf(stdout),
      now: Date.now(),
      theme: chooseTheme({ ...colours, colorDepth: stdout.getColorDepth?.(colours.env) ?? 1 }),
      banner,
      stage:
        target === undefined
          ? { kind: 'picking', found: undefined, narrowedTo: undefined, filter: '' }
          : { kind: 'attached', target },
    }),
  };
}

/** Keeps the size, and moves the clock on once a second: what shows no other age then is not drawn again. */
export function keepUpWith({ store, now, signal }: Screen, stdout: NodeJS.WriteStream): void {
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
