import type { TestTerminal } from '../mount-screen.ts';
import { contains, describeDifference, type Expected, withSingleSpaces } from './expected.ts';
import { framesOf, type ShownFrame } from './frames.ts';
import { bytesOf, keyOf } from './keys.ts';

/** A frame that a test reads as text: a page, a dialog, the help or a result. */
export type Area = {
  /** The frame, or undefined while it is not on the screen. */
  readonly frame: () => ShownFrame | undefined;
  /** Waits until the frame contains all these texts. The gap between two columns counts as one space. */
  readonly shows: (...expected: readonly Expected[]) => Promise<void>;
  readonly showsNo: (text: Expected) => Promise<void>;
  /** Waits until the title with its note contains this text. */
  readonly isTitled: (title: Expected) => Promise<void>;
  /** Waits until the frame is focused. */
  readonly isFocused: () => Promise<void>;
  readonly isClosed: () => Promise<void>;
  /** Focuses the frame or waits for its focus. Then presses the first key of an action, or `key`. */
  readonly press: (action: string, key?: string) => Promise<void>;
};

type AreaOptions = {
  /** The name of the frame in error messages. */
  readonly name: string;
  /** The view whose actions `press` accepts. */
  readonly viewId: string;
  /** Returns whether a frame on the screen belongs to this driver. */
  readonly isOwnFrame: (frame: ShownFrame) => boolean;
  /** Focuses the frame. If not given, `press` waits until the frame is focused. */
  readonly focus?: (() => Promise<void>) | undefined;
};

export function createArea(terminal: TestTerminal, { name, viewId, isOwnFrame, focus }: AreaOptions): Area {
  const frame = () => framesOf(terminal).findLast(isOwnFrame);
  const titleOf = ({ title, note }: ShownFrame) => (note === '' ? title : `${title} ${note}`);
  const text = () => {
    const shown = frame();
    return shown && [titleOf(shown), ...shown.rows].map(withSingleSpaces).join('\n');
  };
  const isFocused = () => terminal.until(`${name} to be focused`, () => frame()?.isFocused === true);
  return {
    frame,
    shows: async (...expected) => {
      const state = () => describeDifference(expected, (text() ?? `${name} is not on the screen`).split('\n'));
      await terminal.until(
        `text in ${name}`,
        () => {
          const seen = text();
          return seen !== undefined && expected.every((one) => contains(seen, one));
        },
        state,
      );
    },
    showsNo: (unexpected) =>
      terminal.until(`no ${unexpected} in ${name}`, () => {
        const seen = text();
        return seen !== undefined && !contains(seen, unexpected);
      }),
    isTitled: (title) => {
      const seen = () => [frame()].filter((shown) => shown !== undefined).map(titleOf);
      return terminal.until(
        `the title of ${name}`,
        () => seen().some((one) => contains(one, title)),
        () => describeDifference([title], seen()),
      );
    },
    isFocused,
    isClosed: () => terminal.until(`${name} to close`, () => frame() === undefined),
    press: async (action, key) => {
      const bytes = bytesOf(keyOf(action, key, viewId));
      await (focus ?? isFocused)();
      terminal.keys(bytes);
    },
  };
}
