import type { Command, Plan, Progress, Services } from '../command.ts';

/** Returns the plan of a command that only reads: it affects nothing and needs no confirmation. */
export function readOnlyPlan<P extends object>(title: string, fields: P): Plan & P {
  return { title, isReadOnly: true, lines: [], warnings: [], confirmation: { kind: 'none' }, ...fields };
}

/** Returns the `run` of a command that reports no progress. */
export function runWithoutProgress<P extends Plan, R>(
  read: (services: Services, plan: P, signal: AbortSignal) => Promise<R>,
): Command<P, R>['run'] {
  // biome-ignore lint/correctness/useYield: the command reports no progress
  return async function* (services, plan, signal): AsyncGenerator<Progress, R, void> {
    return await read(services, plan, signal);
  };
}
