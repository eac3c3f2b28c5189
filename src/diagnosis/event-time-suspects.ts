import type { JobVertex } from '../flink/responses.ts';
import type { JobEventTime } from '../session/event-time/job-event-time.ts';
import { isPartlySilent } from './rules/idle-source.ts';

const maxSuspects = 2;

/** Returns the vertices with a subtask that holds the watermark back or emits nothing. The single subtasks tell which. */
export function eventTimeSuspects(eventTime: JobEventTime | undefined): readonly JobVertex[] {
  if (eventTime === undefined) return [];
  const held = eventTime.holder === undefined ? [] : [eventTime.holder.vertex];
  const silent = eventTime.vertices.filter(isPartlySilent).map(({ vertex }) => vertex);
  return [...new Set([...held, ...silent])].slice(0, maxSuspects);
}
