/** Maps logger names to small numbers, shared by all logs. */
export type LoggerNames = {
  /** Returns the number of a name; 0 without a name, and for new names above the limit. */
  readonly id: (name: string | undefined) => number;
  /** Counts an event of a logger. */
  readonly count: (id: number) => void;
  readonly name: (id: number) => string | undefined;
  readonly list: () => readonly { readonly name: string; readonly count: number }[];
};

/** Limit for distinct names, whose numbers must fit into 16 bits. Programs have a few hundred loggers. */
const maxNames = 20_000;

export function createLoggerNames(): LoggerNames {
  const ids = new Map<string, number>();
  const names: string[] = [''];
  const counts: number[] = [0];
  return {
    id: (name) => {
      if (name === undefined || name === '') return 0;
      const known = ids.get(name);
      if (known !== undefined) return known;
      if (names.length > maxNames) return 0;
      // Copy the name, because a substring would keep the whole line in memory.
      const copy = Buffer.from(name).toString();
      ids.set(copy, names.length);
      counts.push(0);
      return names.push(copy) - 1;
    },
    count: (id) => {
      counts[id] = (counts[id] ?? 0) + 1;
    },
    name: (id) => (id === 0 ? undefined : names[id]),
    list: () =>
      names.map((name, id) => ({ name, count: counts[id] ?? 0 })).filter(({ name, count }) => name !== '' && count > 0),
  };
}
