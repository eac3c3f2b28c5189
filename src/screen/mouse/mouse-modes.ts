import type { Screen } from '../state/screen.ts';
import type { SuspendTerminal } from '../state/screen-terminal.ts';

/** Clicks and the wheel (1000), with coordinates of any size (1006). Source: "Mouse Tracking" in xterm's ctlseqs. */
export const enableMouse = '\x1b[?1000h\x1b[?1006h';
export const disableMouse = '\x1b[?1006l\x1b[?1000l';

/** Turns the mouse off while another program uses the terminal. */
export function withoutMouse(
  { store, signal }: Screen,
  stdout: Pick<NodeJS.WritableStream, 'write'>,
  suspendTerminal: SuspendTerminal,
): SuspendTerminal {
  return async (during) => {
    const { isMouseOn } = store.getState();
    if (isMouseOn) stdout.write(disableMouse);
    await suspendTerminal(during).finally(() => {
      // The screen may have ended meanwhile.
      if (store.getState().isMouseOn && !signal.aborted) stdout.write(enableMouse);
    });
  };
}
