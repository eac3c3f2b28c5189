import type { TestTerminal } from '../mount-screen.ts';
import { framesOf, type ShownFrame } from './frames.ts';
import { bytesOf, keyOf } from './keys.ts';
import { compare, contains, normalised, type Wanted } from './wanted.ts';

/** A frame that a test reads as text: a page, a dialog, the help or a result. */
export type Area = {
  /** The frame, or undefined while it is not on the screen. */
  readonly frame: () => ShownFrame | undefined;
  /** Waits until the frame contains all these texts. Blanks between columns count as one. */
  readonly shows: (...wanted: readonly Wanted[]) => Promise<void>;
  readonly showsNo: (text: Wanted) => Promise<void>;
  /** Waits until the title and its note contain this text. */
  readonly isTitled: (title: Wanted) => Promise<void>;
  /** Waits until the frame gets the keys. */
  readonly isFocused: () => Promise<void>;
  readonly isClosed: () => Promise<void>;
  /** Waits until the frame has the keys, and presses the key of an action: the first one, or `key`. */
  readonly press: (action: string, key?: string) => Promise<void>;
};

type AreaOptions = {
  /** As error messages name it. */
  readonly name: string;
  /** The view whose actions `press` accepts. */
  readonly viewId: string;
  readonly isIt: (frame: ShownFrame) => boolean;
  /** Brings the frame to the front; default: waits until it is there. */
  readonly focus?: (() => Promise<void>) | undefined;
};

export function openArea(terminal: TestTerminal, { name, viewId, isIt, focus }: AreaOptions): Area {
  const frame = () => framesOf(terminal).findLast(isIt);
  const titleOf = ({ title, note }: ShownFrame) => (note === '' ? title : `${title} ${note}`);
  const text = () => {
    const shown = frame();
    return shown && [titleOf(shown), ...shown.rows].map(normalised).join('\n');
  };
  const isFocused = () => terminal.until(`${name} in front`, () => frame()?.isFocused === true);
  return {
    frame,
    shows: async (...wanted) => {
      const state = () => compare(wanted, (text() ?? `${name} is not on the screen`).split('\n'));
      await terminal.until(
        `text in ${name}`,
        () => {
          const seen = text();
          return seen !== undefined && wanted.every((one) => contains(seen, one));
        },
        state,
      );
    },
    showsNo: (unwanted) =>
      terminal.until(`no ${unwanted} in ${name}`, () => {
        const seen = text();
        return seen !== undefined && !contains(seen, unwanted);
      }),
    isTitled: (title) => {
      const seen = () => [frame()].filter((shown) => shown !== undefined).map(titleOf);
      return terminal.until(
        `the title of ${name}`,
        () => seen().some((one) => contains(one, title)),
        () => compare([title], seen()),
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
