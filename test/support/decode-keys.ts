import type { Key } from '../../src/screen/draw/key.ts';
import { createDecoder, isMouse } from '../../src/screen/input/decode.ts';

/** Returns the keys of these chunks of bytes, without the mouse. */
export function decodeKeys(...chunks: readonly string[]): readonly Key[] {
  const decoder = createDecoder();
  const inputs = [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.flush()];
  return inputs.filter((input): input is Key => !isMouse(input));
}
