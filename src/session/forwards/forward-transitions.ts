import { KubernetesError } from '../../kubernetes/error.ts';
import type { Forward, ForwardState, PodPort } from './forward.ts';

/** What is known of a forward from its checks and connections. */
type Known = {
  readonly status: ForwardState;
  readonly scheme: 'http' | 'https';
  /** An API server that has just started refuses everyone: a refusal may pass if there was no refusal before. */
  readonly wasLive: boolean;
  /** Failed checks in a row. */
  readonly failures: number;
  readonly lastError: Forward['lastError'];
};

/** An open forward by what it does about its way to the pod. */
export type ForwardProgress = Known &
  (
    | { readonly step: 'probing' }
    /** It is live: the pod is looked up, and no connection made to it. */
    | { readonly step: 'looking-up' }
    /** Until the next check. */
    | { readonly step: 'pausing' }
    | { readonly step: 'closed' }
  );

/** Times are epoch milliseconds. */
export type ForwardEvent =
  /** A pause is over, or somebody wants to know now. */
  | { readonly event: 'check' }
  /** The pod was found, and is tried next. */
  | { readonly event: 'pod-found'; readonly via: PodPort }
  | { readonly event: 'check-passed'; readonly via: PodPort; readonly at: number }
  | { readonly event: 'check-failed'; readonly error: Error; readonly at: number }
  | { readonly event: 'connection-reached'; readonly via: PodPort; readonly at: number }
  /** The pod did not take the connection. */
  | { readonly event: 'connection-failed'; readonly error: Error; readonly at: number }
  /** It was there and broke. */
  | { readonly event: 'connection-broke'; readonly error: Error; readonly at: number }
  | { readonly event: 'host-refused'; readonly host: string; readonly at: number }
  | { readonly event: 'port-failed'; readonly error: Error; readonly at: number }
  | { readonly event: 'close' };

export type ForwardEffect =
  | { readonly effect: 'probe' }
  | { readonly effect: 'look-up' }
  | { readonly effect: 'forget-pod' }
  /** Replaces the check that was planned before. */
  | { readonly effect: 'check-later'; readonly after: 'success' | { readonly failures: number } }
  | { readonly effect: 'cancel-check' }
  /** To whoever watches the forwards. */
  | { readonly effect: 'tell' }
  | { readonly effect: 'close-port' };

type Next = readonly [ForwardProgress, readonly ForwardEffect[]];

/** The local port has just been opened, and nothing was tried yet. */
export function openedForward(at: number): ForwardProgress {
  const status: ForwardState = { state: 'opening', since: at };
  return { step: 'pausing', status, scheme: 'http', wasLive: false, failures: 0, lastError: undefined };
}

export function nextForward(now: ForwardProgress, event: ForwardEvent): Next {
  if (now.step === 'closed') return [now, []];
  switch (event.event) {
    case 'check':
      return check(now);
    case 'pod-found':
      return [{ ...now, scheme: event.via.scheme ?? 'http' }, []];
    case 'check-passed':
      return checkPassed(now, event);
    case 'check-failed':
      return checkFailed(now, event);
    case 'connection-reached':
      return withTell(now, live(now, event));
    case 'connection-failed':
      return connectionFailed(now, event);
    case 'connection-broke': {
      const [next, effects] = check({ ...now, lastError: errorAt(event) });
      return [next, [{ effect: 'forget-pod' }, ...effects]];
    }
    case 'host-refused': {
      const message = `A request for the host ${event.host} was refused; forward-hosts allows names.`;
      return [{ ...now, lastError: { at: event.at, message } }, [{ effect: 'tell' }]];
    }
    case 'port-failed':
      return [{ ...now, lastError: errorAt(event) }, []];
    case 'close':
      return [{ ...now, step: 'closed' }, [{ effect: 'cancel-check' }, { effect: 'close-port' }]];
  }
}

/** How long a connection that failed may be tried again since its beginning; 0 is not at all. */
export function patienceMs({ step, wasLive }: ForwardProgress, error: Error): number {
  if (step === 'closed') return 0;
  if (!isRefusal(error)) return afterFailureMs;
  return wasLive ? afterRefusalMs : 0;
}

/** A JobManager's restart takes a quarter of a minute. */
const afterFailureMs = 30_000;
/** A right is not granted in the meantime; but right after its start an API server refuses everyone. */
const afterRefusalMs = 5000;

type Failed = { readonly error: Error; readonly at: number };
type Reached = { readonly via: PodPort; readonly at: number };

function check(now: ForwardProgress): Next {
  if (now.step !== 'pausing') return [now, []];
  const isLive = now.status.state === 'live';
  const start: ForwardEffect = { effect: isLive ? 'look-up' : 'probe' };
  return [{ ...now, step: isLive ? 'looking-up' : 'probing' }, [{ effect: 'cancel-check' }, start]];
}

function checkPassed(now: ForwardProgress, passed: Reached): Next {
  // A connection has failed meanwhile: that the pod is there says nothing about its port.
  const isOutdated = now.step === 'looking-up' && now.status.state !== 'live';
  const next: ForwardProgress = { ...(isOutdated ? now : live(now, passed)), step: 'pausing' };
  const [, effects] = withTell(now, next);
  return [next, [...effects, checkLater(next)]];
}

function checkFailed(now: ForwardProgress, failed: Failed): Next {
  const next: ForwardProgress = { ...notLive(now, failed), step: 'pausing', failures: now.failures + 1 };
  const [, effects] = withTell(now, next);
  return [next, [{ effect: 'forget-pod' }, ...effects, checkLater(next)]];
}

function connectionFailed(now: ForwardProgress, failed: Failed): Next {
  const next = notLive(now, failed);
  const [, effects] = withTell(now, next);
  // A check that is planned already is not put off by the next connection.
  const isFirst = now.step === 'pausing' && now.status.state === 'live';
  return [next, [{ effect: 'forget-pod' }, ...effects, ...(isFirst ? [checkLater(next)] : [])]];
}

function checkLater({ status, failures }: ForwardProgress): ForwardEffect {
  return { effect: 'check-later', after: status.state === 'live' ? 'success' : { failures } };
}

function live(now: ForwardProgress, { via, at }: Reached): ForwardProgress {
  return { ...now, wasLive: true, failures: 0, status: sinceWhen(now.status, { state: 'live', since: at, via }) };
}

function notLive(now: ForwardProgress, { error, at }: Failed): ForwardProgress {
  const reason = error.message;
  const status: ForwardState = isRefusal(error)
    ? { state: 'refused', since: at, reason, error }
    : { state: 'waiting', since: at, reason };
  return { ...now, status: sinceWhen(now.status, status), lastError: errorAt({ error, at }) };
}

const sinceWhen = (before: ForwardState, next: ForwardState): ForwardState =>
  next.state === before.state ? { ...next, since: before.since } : next;

const errorAt = ({ error, at }: Failed) => ({ at, message: error.message });

function withTell(before: ForwardProgress, next: ForwardProgress): Next {
  return [next, readsSame(before.status, next.status) ? [] : [{ effect: 'tell' }]];
}

/** Two that read the same are not told twice. */
function readsSame(one: ForwardState, other: ForwardState): boolean {
  return one.state === other.state && viaOf(one) === viaOf(other) && reasonOf(one) === reasonOf(other);
}

const reasonOf = (status: ForwardState): string => ('reason' in status ? status.reason : '');
const viaOf = (status: ForwardState): string =>
  status.state === 'live' ? `${status.via.scheme}://${status.via.pod}:${status.via.port}` : '';

function isRefusal(error: Error): boolean {
  return error instanceof KubernetesError && ['forbidden', 'unauthorized', 'credentials'].includes(error.kind);
}
