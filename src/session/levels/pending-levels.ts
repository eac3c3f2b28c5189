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

/** Where a ConfigMap keeps what was changed of it, and how it goes back. */
export const pendingLevelsAnnotation = 'flink-tui/log-levels';

const time = pipe(
  string(),
  isoTimestamp(),
  transform((text) => Date.parse(text)),
);
const schema = object({
  version: literal(1),
  /** Of the ConfigMap's data: the file that was changed. */
  key: string(),
  backend: picklist(['log4j', 'logback']),
  /** The whole text before the first of the changes. */
  original: string(),
  /** In the order in which they were made; one for a logger. */
  levels: array(
    object({
      logger: string(),
      level: picklist(configLevels),
      since: time,
      /** When it is to go back by itself; null is when somebody says so. */
      until: nullable(time),
      /** `ann@laptop` */
      by: string(),
    }),
  ),
  /** Since when the file's interval is 5 s, where `--fast` has changed that too. */
  fastSince: nullable(time),
});

/** Levels that flink-tui has set, and has not taken back yet. Times are epoch milliseconds. */
export type PendingLevels = Readonly<Omit<InferOutput<typeof schema>, 'version' | 'levels'>> & {
  readonly levels: readonly PendingLevel[];
};
export type PendingLevel = Readonly<InferOutput<typeof schema>['levels'][number]>;

/** undefined for what flink-tui has not written. */
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

/** Those whose time is over. */
export function overdueLevels({ levels }: Pick<PendingLevels, 'levels'>, now: number): readonly PendingLevel[] {
  return levels.filter(({ until }) => until !== null && until <= now);
}
