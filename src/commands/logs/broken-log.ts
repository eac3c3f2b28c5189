import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { connectionFailureReason } from '../../kubernetes/transport/connection-error.ts';
import { pingTimeoutMs } from '../../session/attach/api-server-limits.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/** Whether the API server answers now, with whatever it is. */
export async function answers(kubernetes: Pick<KubernetesApi, 'ping'>, signal: AbortSignal): Promise<boolean> {
  try {
    await kubernetes.ping(pingTimeoutMs, signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    return !isOfConnection(error);
  }
}

/** A request for a log that got no answer, or not to its end. */
export function isOfConnection(error: unknown): error is KubernetesError {
  return error instanceof KubernetesError && (error.kind === 'unreachable' || error.kind === 'timeout');
}

/** The same failure where the API server is known to answer: it is the log's own, or that of its node. */
export function brokenLog(error: KubernetesError): CommandError {
  const reason = error.kind === 'timeout' ? 'no answer in time' : connectionFailureReason(error);
  const message = `the log could not be read to its end, although the API server answers: ${reason}`;
  return new CommandError(
    exitCodes.failed,
    message,
    ['Try again. kubectl describe node shows whether the node is ready.'],
    {
      cause: error,
    },
  );
}
