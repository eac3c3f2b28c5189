import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { connectionFailureReason } from '../../kubernetes/transport/connection-error.ts';
import { pingTimeoutMs } from '../../session/attach/api-server-limits.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/** Whether the API server responds now. An error response also counts. */
export async function isApiServerReachable(
  kubernetes: Pick<KubernetesApi, 'ping'>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await kubernetes.ping(pingTimeoutMs, signal);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    return !isConnectionError(error);
  }
}

/** Whether a log request got no response or an incomplete one. */
export function isConnectionError(error: unknown): error is KubernetesError {
  return error instanceof KubernetesError && (error.kind === 'unreachable' || error.kind === 'timeout');
}

/** Creates the error for a broken log stream while the API server is reachable. The node is the likely cause. */
export function incompleteLogError(error: KubernetesError): CommandError {
  const reason = error.kind === 'timeout' ? 'timeout' : connectionFailureReason(error);
  const message = `log stream failed although the API server is reachable: ${reason}`;
  return new CommandError(
    exitCodes.failed,
    message,
    ['Try again. Run kubectl describe node to check whether the node is ready.'],
    {
      cause: error,
    },
  );
}
