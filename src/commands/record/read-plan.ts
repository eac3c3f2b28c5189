import type { Command, Plan, Progress, Services } from './command.ts';

/** The plan of a command that only reads: nothing is hit, nothing is asked. */
export function readPlan<P extends object>(title: string, more: P): Plan & P {
  return { title, lines: [], warnings: [], confirmation: { kind: 'none' }, ...more };
}

/** The run of a command that has nothing to tell before its result. */
export function readAtOnce<P extends Plan, R>(
  read: (services: Services, plan: P, signal: AbortSignal) => Promise<R>,
): Command<P, R>['run'] {
  // biome-ignore lint/correctness/useYield: that is the point of it
  return async function* (services, plan, signal): AsyncGenerator<Progress, R, void> {
    return await read(services, plan, signal);
  };
}
