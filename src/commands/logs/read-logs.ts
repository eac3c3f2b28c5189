import { KubernetesError } from '../../kubernetes/error.ts';
import { createEventGroups } from '../../logs/stream/group-events.ts';
import { mergeItems } from '../../logs/stream/merge-items.ts';
import { createStampedLines } from '../../logs/stream/stamped-lines.ts';
import type { LogOrigin, StreamedEvent } from '../../logs/stream/streamed-event.ts';
import type { Progress, Services } from '../command.ts';
import { CommandError, exitCodes } from '../command-error.ts';
import type { LogsFailure, LogsPlan } from './logs-plan.ts';
import { passingItems } from './passing-items.ts';
import { sinceOptions } from './since-options.ts';

/** The logs as they are now, to their ends. What is wrong with one of several is in the failures, and the others go on. */
export async function* readLogs(
  { connection: { kubernetes, target } }: Services,
  plan: LogsPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly LogsFailure[], void> {
  const failures: LogsFailure[] = [];
  const { previous, tailLines } = plan;
  const wanted = { namespace: target.namespace, previous, tailLines, ...sinceOptions(plan) };
  const open = (origin: LogOrigin, timestamps: boolean) =>
    kubernetes.podLog({ ...wanted, ...origin, timestamps }, signal);

  async function* eventsOf(origin: LogOrigin): AsyncGenerator<readonly StreamedEvent[]> {
    try {
      const split = createStampedLines();
      const groups = createEventGroups(origin);
      for await (const chunk of await open(origin, true)) yield groups.push(split.push(chunk));
      const last = split.flush();
      if (last !== undefined) yield groups.push([last]);
      yield groups.flush();
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ origin, error: asKnown(error) });
    }
  }

  const [only, ...others] = plan.origins;
  if (only !== undefined && others.length === 0 && plan.filter === undefined && plan.as === 'lines') {
    const bytes = await open(only, plan.timestamps).catch((error: unknown) => {
      throw asKnown(error);
    });
    for await (const chunk of bytes) yield { kind: 'bytes', chunk };
    return failures;
  }
  // One after the other is a merge of one at a time.
  for (const together of plan.merge ? [plan.origins] : plan.origins.map((origin) => [origin])) {
    const merge = mergeItems(undefined);
    for (const origin of together) merge.add(eventsOf(origin));
    merge.seal();
    yield* passingItems(merge.items(), plan);
  }
  const [failure] = failures;
  // With one there are no others that went on.
  if (failure !== undefined && others.length === 0) throw failure.error;
  return failures;
}

/** The API server's own words for it say that a container was not found. */
function asKnown(error: unknown): unknown {
  const isAbsent = error instanceof KubernetesError && /previous terminated container .* not found/.test(error.message);
  if (!isAbsent) return error;
  const message = 'there is no earlier log: the container was not started again';
  return new CommandError(exitCodes.notFound, message, ['Without --previous the log of now is printed.'], {
    cause: error,
  });
}
