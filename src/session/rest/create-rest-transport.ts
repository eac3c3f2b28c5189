import { FlinkError } from '../../flink/error.ts';
import { responseError, tooLargeError } from '../../flink/response-error.ts';
import type { RestRequest, RestResponse, RestSend } from '../../flink/rest.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Link, RestTransportKind } from '../snapshot.ts';
import { answeredLink } from '../watch/answered-link.ts';
import { connectionReason } from './connection-reason.ts';
import { NoJobManager } from './no-job-manager.ts';
import type { RestTransport } from './rest-transport.ts';

export type OpenRestTransport = {
  readonly send: RestSend;
  readonly link: () => Link;
  readonly reopen: () => void;
  readonly close: () => void;
};

/** A way that was refused is tried again after this: right after its start an API server refuses everyone. */
const refusedForMs = 30_000;

/**
 * Flink's REST API by the first of these ways that is let through. Beside what RestSend says, `send` rejects with a
 * KubernetesError where none is.
 */
export function createRestTransport(
  ways: readonly RestTransport[],
  /** Why no JobManager answers, where that can be found out. */
  explain: (cause: unknown) => Promise<Error | undefined> = async () => undefined,
): OpenRestTransport {
  const refusals = new Map<RestTransportKind, { readonly error: KubernetesError; readonly at: number }>();
  let link: Link = { state: 'connecting', since: Date.now() };
  let lastAnswerAt: number | undefined;

  async function sendByAllowedWay(request: RestRequest, startedAt: number) {
    const isRefusedEverywhere = refusals.size === ways.length;
    for (const [via, { at }] of refusals) {
      if (isRefusedEverywhere || Date.now() - at > refusedForMs) refusals.delete(via);
    }
    for (const way of ways) {
      if (refusals.has(way.via)) continue;
      try {
        return { way, answer: await way.send(request) };
      } catch (error) {
        const known = asKnownError(error, request);
        if (isAnswer(known)) good(way, startedAt);
        if (!(error instanceof KubernetesError && isRefusal(error))) throw known;
        refusals.set(way.via, { error, at: Date.now() });
      }
    }
    throw refusedEverywhere([...refusals.values()].map(({ error }) => error));
  }

  const good = (way: RestTransport, startedAt: number) => {
    const now = Date.now();
    lastAnswerAt = now;
    const answered = answeredLink(link, now - startedAt, way.via);
    link = way.isUnverified?.() ? { ...answered, isUnverified: true } : answered;
  };
  const bad = (error: Error) => {
    const since = lastAnswerAt ?? link.since;
    const denied = isForbidden(error) || isDenial(error);
    link = { state: denied ? 'denied' : 'stale', since, reason: error.message, nextTryAt: undefined };
  };

  async function explained(error: Error): Promise<Error> {
    const isOfPods = error instanceof FlinkError && error.kind === 'unreachable' && !(error instanceof NoJobManager);
    return (isOfPods ? await explain(error) : undefined) ?? error;
  }

  return {
    send: async (request) => {
      const startedAt = Date.now();
      try {
        const { way, answer } = await sendByAllowedWay(request, startedAt);
        if (answer.status === 401 || answer.status === 403) throw notKnown(answer.status);
        const failure = linkFailure(request, answer);
        if (failure === undefined) {
          good(way, startedAt);
          return answer;
        }
        const absence = isAbsent(answer.status) ? await explain(failure) : undefined;
        if (absence !== undefined) throw absence;
        bad(failure);
        return answer;
      } catch (error) {
        const reason: unknown = request.signal?.aborted ? request.signal.reason : undefined;
        // A person's abort tells nothing of the link; running out of time does.
        if (reason !== undefined && !isTimeout(reason)) throw reason;
        const told = reason === undefined ? await explained(asKnownError(error, request)) : noAnswer(reason);
        // Where others were answered meanwhile, it is this question that takes long, as one to a JobMaster that hangs.
        const isSlowQuestion = isNoAnswer(told) && lastAnswerAt !== undefined && lastAnswerAt > startedAt;
        if (!isAnswer(told) && !isSlowQuestion) bad(told);
        throw reason ?? told;
      }
    },
    link: () => link,
    reopen: () => {
      for (const way of ways) way.reopen();
    },
    close: () => {
      for (const way of ways) way.close();
    },
  };
}

/** Not allowed; or a gateway lets no WebSocket through, so that what comes to the API server is no upgrade any more. */
function isRefusal({ kind, resource }: KubernetesError): boolean {
  return kind === 'forbidden' || (kind === 'invalid' && resource === 'pods/portforward');
}

/** No JobManager behind the proxy or gateway, or one that waits for an election. */
function isAbsent(status: number): boolean {
  return status >= 502 && status <= 504;
}

/** An answer that means nobody serves REST: of something else than Flink, or of a JobManager that waits for an election. */
function linkFailure(request: RestRequest, answer: RestResponse): Error | undefined {
  const { status } = answer;
  if (status >= 300 && status < 400) return responseError(request, answer);
  if (!isAbsent(status)) return undefined;
  const error = responseError(request, answer);
  return error.kind === 'gateway' ? error : new Error(`Flink's REST API answers with HTTP status ${status}.`);
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

function isNoAnswer(error: Error): boolean {
  return error instanceof FlinkError && error.kind === 'timeout';
}

function noAnswer(cause: unknown): FlinkError {
  return new FlinkError('timeout', `Flink's REST API did not answer in time.`, { cause });
}

/** Something answers: that the answer cannot be used says nothing of the link. */
function isAnswer(error: Error): boolean {
  return error instanceof FlinkError && (error.kind === 'too-large' || error.kind === 'unexpected-answer');
}

function asKnownError(error: unknown, request: RestRequest): FlinkError | KubernetesError {
  if (error instanceof FlinkError) return error;
  if (error instanceof KubernetesError) {
    if (error.kind === 'too-large') return tooLargeError(request);
    if (error.kind === 'timeout') return noAnswer(error);
    const isOfKubernetes = ['forbidden', 'unauthorized', 'credentials'].includes(error.kind);
    return isOfKubernetes ? error : new FlinkError('unreachable', error.message, { cause: error });
  }
  return new FlinkError('unreachable', `Flink's REST API cannot be reached: ${connectionReason(error)}.`, {
    cause: error,
  });
}

function isForbidden(error: Error): boolean {
  return error instanceof KubernetesError && error.kind === 'forbidden';
}

function isDenial(error: Error): boolean {
  return error instanceof FlinkError && error.kind === 'denied';
}

/** Flink itself knows no users: this is the word of whatever guards it. */
function notKnown(status: number): FlinkError {
  const message = `Flink's REST API is guarded, and does not let you in (HTTP ${status}).`;
  return new FlinkError('denied', message, { status });
}

/**
 * One sentence for all ways that are not allowed; the rule that would grant it is the first one's, which is the best
 * way. What is in the way of another one stands before it.
 */
function refusedEverywhere(refusals: readonly KubernetesError[]): KubernetesError {
  const forbidden = refusals.filter(isForbidden);
  const others = refusals.filter((error) => !isForbidden(error));
  const [first = others[0]] = forbidden;
  if (forbidden.length === 0 && first !== undefined) return first;
  const what = forbidden.map(({ verb, resource, objectName }) =>
    [verb, resource, ...(objectName === undefined ? [] : ['of', objectName])].join(' '),
  );
  const where = first?.namespace === undefined ? '' : ` in namespace ${first.namespace}`;
  const sentences = [...others.map(({ message }) => message), `You may not ${what.join(', nor ')}${where} (403).`];
  return new KubernetesError('forbidden', sentences.join(' '), {
    verb: first?.verb,
    resource: first?.resource,
    namespace: first?.namespace,
    status: 403,
    cause: first,
  });
}
