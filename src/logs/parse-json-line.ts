import { type LogLevel, logLevels } from './log-store.ts';
import type { ParsedLine } from './parsed-line.ts';

type Json = { readonly [key: string]: unknown };

// Field names of ECS, Logstash, GELF-like layouts and log4j's JSON layouts. A dot is part of the key or separates
// nested objects, because ECS layouts write both forms.
const fields = {
  time: ['@timestamp', 'timestamp', 'instant', 'timeMillis', 'time', 'ts'],
  level: ['log.level', 'level', 'severity', 'levelname'],
  logger: ['log.logger', 'logger_name', 'loggerName', 'logger', 'loggerFqcn'],
  thread: ['process.thread.name', 'thread_name', 'threadName', 'thread'],
  message: ['message', 'msg', 'rest'],
  jobId: ['flink-job-id', 'labels.flink-job-id', 'mdc.flink-job-id', 'contextMap.flink-job-id', 'context.flink-job-id'],
} as const;

/** Parses a line of a JSON layout; undefined if the line is not a JSON object with a level. */
export function parseJsonLine(text: string): ParsedLine | undefined {
  const object = parseObject(text);
  const level = object && parseLevel(textOf(firstOf(object, fields.level)));
  if (object === undefined || level === undefined) return undefined;
  return {
    layout: 'json',
    time: timeText(firstOf(object, fields.time)),
    level,
    logger: textOf(firstOf(object, fields.logger)) ?? '',
    thread: textOf(firstOf(object, fields.thread)),
    context: undefined,
    message: textOf(firstOf(object, fields.message)) ?? '',
    jobId: textOf(firstOf(object, fields.jobId)),
  };
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // The line is truncated, or it is user output that starts with a brace.
  }
}

function parseLevel(name: string | undefined): LogLevel | undefined {
  const upper = name?.toUpperCase();
  if (upper === 'WARNING') return 'WARN';
  return logLevels.find((level) => level === upper);
}

function firstOf(object: Json, names: readonly string[]): unknown {
  for (const name of names) {
    const value =
      object[name] ??
      name.split('.').reduce<unknown>((parent, key) => (isObject(parent) ? parent[key] : undefined), object);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** Formats epoch seconds, epoch ms or log4j's {epochSecond, nanoOfSecond} as ISO 8601. Returns text unchanged. */
function timeText(value: unknown): string {
  if (isObject(value) && typeof value.epochSecond === 'number') {
    const nanos = typeof value.nanoOfSecond === 'number' ? value.nanoOfSecond : 0;
    return isoTime(value.epochSecond * 1000 + nanos / 1e6);
  }
  if (typeof value === 'number') return isoTime(value < 1e11 ? value * 1000 : value);
  return textOf(value) ?? '';
}

function isoTime(epochMs: number): string {
  return Math.abs(epochMs) < 8.64e15 ? new Date(epochMs).toISOString() : String(epochMs);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
