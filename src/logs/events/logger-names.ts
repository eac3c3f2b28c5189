/** Loggers by a small number, over all logs. */
export type LoggerNames = {
  /** 0 for none, and for those that came when there were too many. */
  readonly id: (name: string | undefined) => number;
  /** One more event of it. */
  readonly count: (id: number) => void;
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
    id: (name) => {
      if (name === undefined || name === '') return 0;
      const known = ids.get(name);
      if (known !== undefined) return known;
      if (names.length > most) return 0;
      // A copy: the name that was cut out of a line would keep all of it.
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
