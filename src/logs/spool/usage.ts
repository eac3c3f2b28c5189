/** Total size of all logs of a store, bytes. Updated by the segments. */
export type Usage = {
  bytes: number;
  /** Bytes in memory. */
  held: number;
  /** Bytes in files. */
  written: number;
};
