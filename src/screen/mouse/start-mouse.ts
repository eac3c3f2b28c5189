import type { Screen } from '../state/screen.ts';
import { createMouseHandler, type MouseHandler } from './handle-mouse.ts';
import { disableMouse, enableMouse } from './mouse-modes.ts';

export type ScreenMouse = {
  readonly handle: MouseHandler;
  /** Turns the mouse off. */
  readonly stop: () => void;
};

/** Starts the mouse. Its code is loaded after the first frame. `current` is the screen of the attached cluster. */
export function startMouse(root: Screen, current: () => Screen, stdout: NodeJS.WriteStream): ScreenMouse {
  return { handle: createMouseHandler(current), stop: reportMouse(root, stdout) };
}

/** Makes the terminal report the mouse while it is on. Returns a function that ends this. */
function reportMouse({ store }: Screen, stdout: NodeJS.WriteStream): () => void {
  const write = (isOn: boolean) => stdout.write(isOn ? enableMouse : disableMouse);
  const stop = store.subscribe(({ isMouseOn }, before) => {
    if (isMouseOn !== before.isMouseOn) write(isMouseOn);
  });
  // Also if the process ends in another way. A shell would show the reports as text.
  const onExit = () => void (store.getState().isMouseOn && write(false));
  process.on('exit', onExit);
  if (store.getState().isMouseOn) write(true);
  return () => {
    stop();
    process.off('exit', onExit);
    onExit();
  };
}
