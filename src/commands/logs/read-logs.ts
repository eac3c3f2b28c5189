import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { createLogIntake } from '../../logs/intake/log-intake.ts';
import { mergeItems } from '../../logs/stream/merge-items.ts';
import { createStreamSink } from '../../logs/stream/stream-sink.ts';
import type { LogOrigin, StreamedItem } from '../../logs/stream/streamed-event.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { answers, brokenLog, isOfConnection } from './broken-log.ts';
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

  async function* itemsOf(origin: LogOrigin): AsyncGenerator<readonly StreamedItem[]> {
    const sink = createStreamSink(origin);
    const intake = createLogIntake(sink);
    try {
      for await (const chunk of await open(origin, true)) {
        intake.write(chunk);
        yield sink.take();
      }
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ origin, error: asKnown(error) });
    }
    // Of a log that broke off too: its last lines are the nearest to what went wrong.
    intake.end('complete');
    sink.endEvent();
    yield sink.take();
  }

  const [only, ...others] = plan.origins;
  if (only !== undefined && others.length === 0 && plan.filter === undefined && plan.as === 'lines') {
    try {
      for await (const chunk of await open(only, plan.timestamps)) yield { kind: 'bytes', chunk };
    } catch (error) {
      signal.throwIfAborted();
      const [judged = error] = await judgeErrors(kubernetes, [asKnown(error)], signal);
      throw judged;
    }
    return failures;
  }
  // One after the other is a merge of one at a time.
  for (const together of plan.merge ? [plan.origins] : plan.origins.map((origin) => [origin])) {
    const merge = mergeItems(undefined);
    for (const origin of together) merge.add(itemsOf(origin));
    merge.seal();
    yield* passingItems(merge.items(), plan);
  }
  const errors = await judgeErrors(
    kubernetes,
    failures.map(({ error }) => error),
    signal,
  );
  // With one there are no others that went on.
  if (errors.length > 0 && others.length === 0) throw errors[0];
  return failures.map(({ origin }, index) => ({ origin, error: errors[index] }));
}

/** A connection that broke says nothing of the API server while that answers others. */
async function judgeErrors(
  kubernetes: Pick<KubernetesApi, 'ping'>,
  errors: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  if (!errors.some(isOfConnection) || !(await answers(kubernetes, signal))) return errors;
  return errors.map((error) => (isOfConnection(error) ? brokenLog(error) : error));
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
