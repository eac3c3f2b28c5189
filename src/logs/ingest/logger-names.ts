/** Loggers by a small number, over all logs. */
export type LoggerNames = {
  /** Counts one more event of it. 0 for none, and for those that came when there were too many. */
  readonly count: (name: string | undefined) => number;
  readonly id: (name: string | undefined) => number;
  readonly name: (id: number) => string | undefined;
  readonly list: () => readonly { readonly name: string; readonly count: number }[];
};

/** A program has a few hundred. What prints more is no logger, and must fit into 16 bits. */
const most = 20_000;

export function createLoggerNames(): LoggerNames {
  const ids = new Map<string, number>();
  const names: string[] = [''];
  const counts: number[] = [0];
  return {
    count: (name) => {
      if (name === undefined || name === '') return 0;
      let id = ids.get(name);
      if (id === undefined) {
        if (names.length > most) return 0;
        id = names.length;
        // A copy: the name that was cut out of a line would keep all of it.
        const copy = Buffer.from(name).toString();
        ids.set(copy, id);
        names.push(copy);
        counts.push(0);
      }
      counts[id] = (counts[id] ?? 0) + 1;
      return id;
    },
    id: (name) => (name === undefined ? 0 : (ids.get(name) ?? 0)),
    name: (id) => (id === 0 ? undefined : names[id]),
    list: () => names.slice(1).map((name, index) => ({ name, count: counts[index + 1] ?? 0 })),
  };
}
