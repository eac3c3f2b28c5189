import { createLoggerNames } from '../events/logger-names.ts';
import { createEventTracker } from '../events/track-events.ts';
import { createLogIntake, type LogIntake } from '../intake/log-intake.ts';
import type { Counted } from './talkers.ts';
import { noLogger, otherLoggers } from './unnamed-loggers.ts';
import { createVolumeCounts, othersId } from './volume-counts.ts';

/** Everything in one bucket: the time of a sample is known. */
const wholeSample = { bucketMs: Number.POSITIVE_INFINITY, buckets: 1, maxSeries: 1000 } as const;

/** Counts the lines of a part of one container's log, and stores none. */
export type LogCount = Pick<LogIntake, 'write' | 'end'> & {
  readonly counted: () => readonly Omit<Counted, 'pod' | 'overMs'>[];
  /** Epoch ms by the node's clock; undefined without lines. */
  readonly firstAt: () => number | undefined;
  readonly lastAt: () => number | undefined;
};

export function countLog(): LogCount {
  const counts = createVolumeCounts(wholeSample);
  const loggers = createLoggerNames();
  const events = createEventTracker();
  let at = 0;
  const intake = createLogIntake({
    form: 'text',
    line: (bytes, from, to, time, truncatedBytes) => {
      at = time?.at() ?? at;
      const textFrom = from + (time?.length() ?? 0);
      const { role, level, logger } = events.next(bytes, textFrom, to, at);
      counts.count(loggers.id(logger), level, at, to - textFrom + truncatedBytes + 1, role === 'head');
    },
    gap: events.interrupt,
    chunkDone: () => {},
    recentLines: () => [],
    isSame: () => false,
  });
  return {
    write: intake.write,
    end: intake.end,
    firstAt: counts.firstAt,
    lastAt: counts.lastAt,
    counted: () => {
      const counted: Omit<Counted, 'pod' | 'overMs'>[] = [];
      counts.visit(0, 0, (_, id, level, lines, bytes, eventCount) => {
        const logger = id === othersId ? otherLoggers : (loggers.name(id) ?? noLogger);
        counted.push({ logger, level, lines, bytes, events: eventCount });
      });
      return counted;
    },
  };
}
