/** Columns and rows of the terminal. */
export type Size = { readonly columns: number; readonly rows: number };
export type Rectangle = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** What is left inside a frame. */
export function inside({ left, top, width, height }: Rectangle): Rectangle {
  return { left: left + 1, top: top + 1, width: width - 2, height: height - 2 };
}

/** In the middle of another rectangle, never larger than it. */
export function centred(within: Rectangle, size: { readonly width: number; readonly height: number }): Rectangle {
  const width = Math.min(size.width, within.width);
  const height = Math.min(size.height, within.height);
  return {
    left: within.left + Math.floor((within.width - width) / 2),
    top: within.top + Math.floor((within.height - height) / 2),
    width,
    height,
  };
}
