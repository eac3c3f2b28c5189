/** Size of the terminal. */
export type Size = { readonly columns: number; readonly rows: number };
export type Rectangle = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** Returns the area inside the frame of a rectangle. */
export function inside({ left, top, width, height }: Rectangle): Rectangle {
  return { left: left + 1, top: top + 1, width: width - 2, height: height - 2 };
}

/** Centres a rectangle of this size within another one and shrinks it to fit. */
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
