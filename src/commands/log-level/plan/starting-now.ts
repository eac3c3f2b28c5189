import { serverNow } from '../../../session/server-now.ts';
import type { Services } from '../../record/command.ts';
import type { WritePlan } from './write-plan.ts';

/** `--for` starts when the level is written: a person may have read the plan for a while. */
export function startingNow({ connection, now }: Services, plan: WritePlan): WritePlan {
  const { next, asked, forMs } = plan;
  const { pending } = next;
  if (forMs === undefined || plan.until === null || pending === undefined) return plan;
  const since = serverNow(connection, now());
  const until = since + forMs;
  const isOurs = (logger: string) => asked.some((one) => one.logger === logger);
  const levels = pending.levels.map((level) => (isOurs(level.logger) ? { ...level, since, until } : level));
  return { ...plan, until, next: { ...next, pending: { ...pending, levels } } };
}
