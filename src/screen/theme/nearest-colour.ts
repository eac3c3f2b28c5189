type Rgb = readonly [red: number, green: number, blue: number];

const cubeSteps = [0, 95, 135, 175, 215, 255];
/** The colours of xterm that do not depend on the user's palette: a cube of 6 steps from 16 on, greys from 232 on. */
const fixedColours: readonly Rgb[] = [
  ...cubeSteps.flatMap((red) => cubeSteps.flatMap((green) => cubeSteps.map((blue): Rgb => [red, green, blue]))),
  ...Array.from({ length: 24 }, (_, step): Rgb => [8 + step * 10, 8 + step * 10, 8 + step * 10]),
];

/** Returns the number of the nearest of xterm's 256 colours to `#rrggbb`. */
export function nearestColour(hex: string): number {
  const wanted = parseHex(hex);
  const nearest = fixedColours.reduce((best, colour) =>
    distance(colour, wanted) < distance(best, wanted) ? colour : best,
  );
  return 16 + fixedColours.indexOf(nearest);
}

function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** The "redmean" distance, which is close to what the eye sees (https://www.compuphase.com/cmetric.htm). */
function distance([red, green, blue]: Rgb, other: Rgb): number {
  const redMean = (red + other[0]) / 2;
  const square = (difference: number) => difference * difference;
  return (
    (2 + redMean / 256) * square(red - other[0]) +
    4 * square(green - other[1]) +
    (2 + (255 - redMean) / 256) * square(blue - other[2])
  );
}
