import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { createLogIntake } from '../../logs/intake/log-intake.ts';
import { mergeItems } from '../../logs/stream/merge-items.ts';
import { createStreamSink } from '../../logs/stream/stream-sink.ts';
import type { LogOrigin, StreamedItem } from '../../logs/stream/streamed-event.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { filterItems } from './filter-items.ts';
import { incompleteLogError, isApiServerReachable, isConnectionError } from './log-errors.ts';
import type { LogsFailure, LogsPlan } from './logs-plan.ts';
import { sinceOptions } from './since-options.ts';

/** Reads the existing logs to their end. A failure of one of several logs does not stop the others. */
export async function* readExistingLogs(
  { connection: { kubernetes, target } }: Services,
  plan: LogsPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly LogsFailure[], void> {
  const failures: LogsFailure[] = [];
  const { previous, tailLines } = plan;
  const logOptions = { namespace: target.namespace, previous, tailLines, ...sinceOptions(plan) };
  const open = (origin: LogOrigin, timestamps: boolean) =>
    kubernetes.podLog({ ...logOptions, ...origin, timestamps }, signal);

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
      failures.push({ origin, error: explainError(error) });
    }
    // Also yield the last lines after an error, because these lines are the most relevant ones.
    intake.end('complete');
    sink.endEvent();
    yield sink.take();
  }

  const [only, ...others] = plan.origins;
  if (only !== undefined && others.length === 0 && plan.filter === undefined && plan.output === 'lines') {
    try {
      for await (const chunk of await open(only, plan.timestamps)) yield { kind: 'bytes', chunk };
    } catch (error) {
      signal.throwIfAborted();
      const [classified = error] = await classifyErrors(kubernetes, [explainError(error)], signal);
      throw classified;
    }
    return failures;
  }
  // Without merging, each log is its own group.
  for (const group of plan.merge ? [plan.origins] : plan.origins.map((origin) => [origin])) {
    const merge = mergeItems(undefined);
    for (const origin of group) merge.add(itemsOf(origin));
    merge.seal();
    yield* filterItems(merge.items(), plan);
  }
  const errors = await classifyErrors(
    kubernetes,
    failures.map(({ error }) => error),
    signal,
  );
  // If only one log was read, its error is the result.
  if (errors.length > 0 && others.length === 0) throw errors[0];
  return failures.map(({ origin }, index) => ({ origin, error: errors[index] }));
}

/** Replaces connection errors if the API server is reachable, because then the node is the likely cause. */
async function classifyErrors(
  kubernetes: Pick<KubernetesApi, 'ping'>,
  errors: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  if (!errors.some(isConnectionError) || !(await isApiServerReachable(kubernetes, signal))) return errors;
  return errors.map((error) => (isConnectionError(error) ? incompleteLogError(error) : error));
}

/** Explains the API server's misleading message that the previous container was not found. */
function explainError(error: unknown): unknown {
  const hasNoPrevious =
    error instanceof KubernetesError && /previous terminated container .* not found/.test(error.message);
  if (!hasNoPrevious) return error;
  const message = 'no previous log: the container has not restarted';
  return new CommandError(exitCodes.notFound, message, ['Omit --previous to print the current log'], {
    cause: error,
  });
}
