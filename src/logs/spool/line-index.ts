import { type LineRole, type LogLevel, logLevels } from '../log-store.ts';

const roles: readonly LineRole[] = ['head', 'text', 'frame', 'cause', 'gap'];

/** Data about each entry of a segment that is available without reading the entry. Takes eleven bytes per entry. */
export type LineIndex = {
  readonly length: () => number;
  readonly push: (offset: number, timeDelta: number, entry: IndexedEntry) => void;
  /** Frees unused capacity after the last entry. */
  readonly trim: () => void;
  readonly offset: (line: number) => number;
  readonly timeDelta: (line: number) => number;
  readonly setTimeDelta: (line: number, timeDelta: number) => void;
  readonly role: (line: number) => LineRole;
  readonly level: (line: number) => LogLevel | undefined;
  readonly hasTime: (line: number) => boolean;
  readonly logger: (line: number) => number;
};

export type IndexedEntry = {
  readonly role: LineRole;
  readonly level: LogLevel | undefined;
  /** The number from LoggerNames. */
  readonly logger: number;
  readonly hasTime: boolean;
};

const roleBits = 7;
const levelShift = 3;
const timeBit = 64;

/** Uses typed arrays that double in size. A million lines take eleven megabytes outside the heap. */
export function createLineIndex(): LineIndex {
  let length = 0;
  let capacity = 64;
  let offsets = new Uint32Array(capacity);
  let times = new Uint32Array(capacity);
  let loggers = new Uint16Array(capacity);
  let kinds = new Uint8Array(capacity);

  const resize = (next: number) => {
    offsets = copyInto(offsets, new Uint32Array(next), length);
    times = copyInto(times, new Uint32Array(next), length);
    loggers = copyInto(loggers, new Uint16Array(next), length);
    kinds = copyInto(kinds, new Uint8Array(next), length);
    capacity = next;
  };
  return {
    length: () => length,
    push: (offset, timeDelta, { role, level, logger, hasTime }) => {
      if (length === capacity) resize(capacity * 2);
      offsets[length] = offset;
      times[length] = timeDelta;
      loggers[length] = logger;
      const levelNumber = level === undefined ? 0 : logLevels.indexOf(level) + 1;
      kinds[length] = roles.indexOf(role) | (levelNumber << levelShift) | (hasTime ? timeBit : 0);
      length += 1;
    },
    trim: () => resize(length),
    offset: (line) => offsets[line] ?? 0,
    timeDelta: (line) => times[line] ?? 0,
    setTimeDelta: (line, timeDelta) => {
      times[line] = timeDelta;
    },
    role: (line) => roles[(kinds[line] ?? 0) & roleBits] ?? 'text',
    level: (line) => logLevels[(((kinds[line] ?? 0) >> levelShift) & roleBits) - 1],
    hasTime: (line) => ((kinds[line] ?? 0) & timeBit) !== 0,
    logger: (line) => loggers[line] ?? 0,
  };
}

function copyInto<Numbers extends Uint32Array | Uint16Array | Uint8Array>(
  from: Numbers,
  to: Numbers,
  length: number,
): Numbers {
  to.set(from.subarray(0, length));
  return to;
}
