import { FlinkError } from '../../flink/error.ts';
import { responseError, responseTooLargeError } from '../../flink/response-error.ts';
import type { RestRequest, RestResponse, RestSend } from '../../flink/rest.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Link, RestTransportKind } from '../snapshot.ts';
import { linkAfterResponse } from '../watch/link.ts';
import { ConnectFailure } from './connect-failure.ts';
import { connectionReason } from './connection-reason.ts';
import { NoJobManager } from './no-job-manager.ts';
import type { RestTransport } from './rest-transport.ts';

export type OpenRestTransport = {
  readonly send: RestSend;
  readonly link: () => Link;
  readonly reopen: () => void;
  readonly close: () => void;
};

/** Time until a skipped transport is tried again. An API server denies every request just after its start. */
const retrySkippedAfterMs = 30_000;

/**
 * Sends requests to Flink's REST API over the first usable transport. A transport is skipped for 30 s if it is not
 * permitted, or if it cannot connect to the REST Service and has never received a response. Once it has received a
 * response, a failed connection is an error of the request. Besides the errors of RestSend, `send` rejects with a
 * KubernetesError if no transport is permitted.
 */
export function createRestTransport(
  transports: readonly RestTransport[],
  /** Explains why no JobManager responds; undefined if unknown. */
  explain: (cause: unknown) => Promise<Error | undefined> = async () => undefined,
): OpenRestTransport {
  const skipped = new Map<RestTransportKind, { readonly error: SkipReason; readonly at: number }>();
  const hasResponded = new Set<RestTransportKind>();
  let link: Link = { state: 'connecting', since: Date.now() };
  let lastResponseAt: number | undefined;

  async function sendByFirstAllowed(request: RestRequest, startedAt: number) {
    const areAllSkipped = skipped.size === transports.length;
    for (const [via, { at }] of skipped) {
      if (areAllSkipped || Date.now() - at > retrySkippedAfterMs) skipped.delete(via);
    }
    for (const transport of transports) {
      if (skipped.has(transport.via)) continue;
      try {
        const response = await transport.send(request);
        hasResponded.add(transport.via);
        return { transport, response };
      } catch (error) {
        const knownError = asKnownError(error, request);
        if (isResponse(knownError)) {
          hasResponded.add(transport.via);
          recordSuccess(transport, startedAt);
        }
        if (!isSkipReason(error) || (error instanceof ConnectFailure && hasResponded.has(transport.via))) {
          throw knownError;
        }
        skipped.set(transport.via, { error, at: Date.now() });
      }
    }
    throw noTransport([...skipped.values()].map(({ error }) => error));
  }

  const recordSuccess = (transport: RestTransport, startedAt: number) => {
    const now = Date.now();
    lastResponseAt = now;
    const answered = linkAfterResponse(link, now - startedAt, transport.via);
    link = transport.isUnverified?.() ? { ...answered, isUnverified: true } : answered;
  };
  const recordFailure = (error: Error) => {
    const since = lastResponseAt ?? link.since;
    const denied = isForbidden(error) || isDenial(error);
    link = { state: denied ? 'denied' : 'stale', since, reason: error.message, nextTryAt: undefined };
  };

  async function explained(error: Error): Promise<Error> {
    const canExplain = error instanceof FlinkError && error.kind === 'unreachable' && !(error instanceof NoJobManager);
    return (canExplain ? await explain(error) : undefined) ?? error;
  }

  return {
    send: async (request) => {
      const startedAt = Date.now();
      try {
        const { transport, response } = await sendByFirstAllowed(request, startedAt);
        if (response.status === 401 || response.status === 403) throw accessDenied(response.status);
        const failure = linkFailure(request, response);
        if (failure === undefined) {
          recordSuccess(transport, startedAt);
          return response;
        }
        const noJobManager = isGatewayError(response.status) ? await explain(failure) : undefined;
        if (noJobManager !== undefined) throw noJobManager;
        recordFailure(failure);
        return response;
      } catch (error) {
        const reason: unknown = request.signal?.aborted ? request.signal.reason : undefined;
        // An abort by the user says nothing about the link, but a timeout does.
        if (reason !== undefined && !isTimeout(reason)) throw reason;
        const failure = reason === undefined ? await explained(asKnownError(error, request)) : noResponse(reason);
        // If other requests succeeded in the meantime, only this request is slow, as when a JobMaster hangs.
        const isSlowRequest = isNoResponse(failure) && lastResponseAt !== undefined && lastResponseAt > startedAt;
        if (!isResponse(failure) && !isSlowRequest) recordFailure(failure);
        throw reason ?? failure;
      }
    },
    link: () => link,
    reopen: () => {
      for (const transport of transports) transport.reopen();
    },
    close: () => {
      for (const transport of transports) transport.close();
    },
  };
}

type SkipReason = KubernetesError | ConnectFailure;

/**
 * Returns whether the error shows that a transport is not permitted or cannot connect. A gateway that drops WebSocket
 * upgrades causes `invalid`, because no upgrade reaches the API server.
 */
function isSkipReason(error: unknown): error is SkipReason {
  if (error instanceof ConnectFailure) return true;
  if (!(error instanceof KubernetesError)) return false;
  return error.kind === 'forbidden' || (error.kind === 'invalid' && error.resource === 'pods/portforward');
}

/**
 * Returns whether the status is a gateway error: no JobManager is available, or a JobManager waits for a leader
 * election.
 */
function isGatewayError(status: number): boolean {
  return status >= 502 && status <= 504;
}

/**
 * Returns an error if the response shows that Flink does not serve REST. Such a response comes from another server, or
 * from a JobManager that waits for a leader election.
 */
function linkFailure(request: RestRequest, response: RestResponse): Error | undefined {
  const { status } = response;
  if (status >= 300 && status < 400) return responseError(request, response);
  if (!isGatewayError(status)) return undefined;
  const error = responseError(request, response);
  return error.kind === 'gateway' ? error : new Error(`Flink's REST API responded with HTTP status ${status}`);
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

function isNoResponse(error: Error): boolean {
  return error instanceof FlinkError && error.kind === 'timeout';
}

function noResponse(cause: unknown): FlinkError {
  return new FlinkError('timeout', `Flink's REST API did not respond in time`, { cause });
}

/** Returns whether the error is about an unusable response. In that case, the link itself works. */
function isResponse(error: Error): boolean {
  return error instanceof FlinkError && (error.kind === 'too-large' || error.kind === 'unexpected-response');
}

function asKnownError(error: unknown, request: RestRequest): FlinkError | KubernetesError {
  if (error instanceof FlinkError) return error;
  if (error instanceof KubernetesError) {
    if (error.kind === 'too-large') return responseTooLargeError(request);
    if (error.kind === 'timeout') return noResponse(error);
    const isKubernetesRefusal = ['forbidden', 'unauthorized', 'credentials'].includes(error.kind);
    return isKubernetesRefusal ? error : new FlinkError('unreachable', error.message, { cause: error });
  }
  return new FlinkError('unreachable', `cannot reach Flink's REST API: ${connectionReason(error)}`, {
    cause: error,
  });
}

function isForbidden(error: Error): boolean {
  return error instanceof KubernetesError && error.kind === 'forbidden';
}

function isDenial(error: Error): boolean {
  return error instanceof FlinkError && error.kind === 'denied';
}

/** Returns the error for HTTP status 401 or 403. Flink has no users, so a proxy in front of Flink sent the response. */
function accessDenied(status: number): FlinkError {
  const message = `access to Flink's REST API denied (HTTP ${status})`;
  return new FlinkError('denied', message, { status });
}

/** Combines the errors of all transports. If one of them only failed to connect, the result is also unreachable. */
function noTransport(errors: readonly SkipReason[]): Error {
  const unreachable = errors.find((error) => error instanceof ConnectFailure);
  const refusals = errors.filter((error) => error instanceof KubernetesError);
  if (unreachable === undefined) return refusedEverywhere(refusals);
  if (refusals.length === 0) return unreachable;
  return new ConnectFailure(`${unreachable.message}; ${refusedEverywhere(refusals).message}`, unreachable);
}

/**
 * Combines the refusals of all transports. The result names the missing rule for the first denied transport, which is
 * the best one.
 */
function refusedEverywhere(refusals: readonly KubernetesError[]): KubernetesError {
  const forbidden = refusals.filter(isForbidden);
  const others = refusals.filter((error) => !isForbidden(error));
  const [first = others[0]] = forbidden;
  if (forbidden.length === 0 && first !== undefined) return first;
  const calls = forbidden.map(({ verb, resource, objectName }) =>
    [verb, resource, ...(objectName === undefined ? [] : ['of', objectName])].join(' '),
  );
  const namespace = first?.namespace === undefined ? '' : ` in namespace ${first.namespace}`;
  const messages = [...others.map(({ message }) => message), `not allowed to ${calls.join(' or ')}${namespace} (403)`];
  return new KubernetesError('forbidden', messages.join('; '), {
    verb: first?.verb,
    resource: first?.resource,
    namespace: first?.namespace,
    status: 403,
    cause: first,
  });
}
