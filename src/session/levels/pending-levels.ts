import {
  array,
  type InferOutput,
  isoTimestamp,
  literal,
  nullable,
  object,
  picklist,
  pipe,
  safeParse,
  string,
  transform,
} from 'valibot';
import { configLevels } from '../../logging-config/logging-config.ts';

/** Annotation of the ConfigMap that records changed levels and the data for reverting them. */
export const pendingLevelsAnnotation = 'flink-tui/log-levels';

const time = pipe(
  string(),
  isoTimestamp(),
  transform((text) => Date.parse(text)),
);
const schema = object({
  version: literal(1),
  /** Key of the changed file in the ConfigMap's data. */
  key: string(),
  backend: picklist(['log4j', 'logback']),
  /** The file's text before the first change. */
  original: string(),
  /** One entry for each logger, in order of change. */
  levels: array(
    object({
      logger: string(),
      level: picklist(configLevels),
      since: time,
      /** Time of the automatic revert; null if the level is reverted only on request. */
      until: nullable(time),
      /** `ann@laptop` */
      by: string(),
    }),
  ),
  /** Time when `--fast` set the file's reload interval to 5 s; null if `--fast` was not used. */
  fastSince: nullable(time),
});

/** Levels set by flink-tui and not yet reverted. Times are epoch milliseconds. */
export type PendingLevels = Readonly<Omit<InferOutput<typeof schema>, 'version' | 'levels'>> & {
  readonly levels: readonly PendingLevel[];
};
export type PendingLevel = Readonly<InferOutput<typeof schema>['levels'][number]>;

/** Parses the annotation. Returns undefined if it is missing or invalid. */
export function parsePendingLevels(text: string | undefined): PendingLevels | undefined {
  if (text === undefined) return undefined;
  try {
    const { success, output } = safeParse(schema, JSON.parse(text));
    if (!success) return undefined;
    const { version: _, ...pending } = output;
    return pending;
  } catch {
    return undefined;
  }
}

export function formatPendingLevels({ levels, fastSince, ...pending }: PendingLevels): string {
  const format = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return JSON.stringify({
    version: 1,
    ...pending,
    levels: levels.map((level) => ({ ...level, since: format(level.since), until: format(level.until) })),
    fastSince: format(fastSince),
  });
}

/**
 * Returns the time for a new entry: `now`, or the next millisecond that no entry has. `since` identifies a request, and
 * the estimate of the server's clock can stand still between two of them.
 */
export function newSince(pending: Pick<PendingLevels, 'levels'> | undefined, now: number): number {
  const used = new Set(pending?.levels.map(({ since }) => since));
  let since = now;
  while (used.has(since)) since += 1;
  return since;
}

/** Returns the levels whose revert time has passed. */
export function overdueLevels({ levels }: Pick<PendingLevels, 'levels'>, now: number): readonly PendingLevel[] {
  return levels.filter(({ until }) => until !== null && until <= now);
}
