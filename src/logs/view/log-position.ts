/** A cut through several logs: for each, by its key, the sequence after the last line before the cut. */
export type LogPosition = ReadonlyMap<string, number>;

/** One line among several logs. */
export type LinePlace = { readonly key: string; readonly sequence: number };
