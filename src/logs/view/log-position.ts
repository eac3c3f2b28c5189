/** A position between lines of several logs: for each log key, the sequence of the first line after the position. */
export type LogPosition = ReadonlyMap<string, number>;

/** Identifies one line among several logs. */
export type LineId = { readonly key: string; readonly sequence: number };
