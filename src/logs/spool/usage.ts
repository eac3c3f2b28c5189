/** What all logs of a store take, bytes. Segments count themselves in and out. */
export type Usage = {
  bytes: number;
  /** Of that, in memory. */
  held: number;
  /** Of that, in files. */
  written: number;
};
