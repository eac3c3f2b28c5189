import { KubernetesError } from '../../kubernetes/error.ts';
import type { Forward, ForwardState, PodPort } from './forward.ts';

/** State of a forward from its checks and connections. */
type Known = {
  readonly status: ForwardState;
  readonly scheme: 'http' | 'https';
  /**
   * Whether the forward was ever live. If so, a denial may be temporary, because an API server denies every request
   * just after its start.
   */
  readonly wasLive: boolean;
  /** Consecutive failed checks. */
  readonly failures: number;
  readonly lastError: Forward['lastError'];
};

/** An open forward and its current step. */
export type ForwardProgress = Known &
  (
    | { readonly step: 'probing' }
    /** The forward is live. Its pod is looked up without connecting to it. */
    | { readonly step: 'looking-up' }
    /** Waiting for the next check. */
    | { readonly step: 'pausing' }
    | { readonly step: 'closed' }
  );

/** Times are epoch milliseconds. */
export type ForwardEvent =
  /** The pause is over, or the user requested a check. */
  | { readonly event: 'check' }
  /** The pod was found. The next step is to connect to it. */
  | { readonly event: 'pod-found'; readonly via: PodPort }
  | { readonly event: 'check-passed'; readonly via: PodPort; readonly at: number }
  | { readonly event: 'check-failed'; readonly error: Error; readonly at: number }
  | { readonly event: 'connection-opened'; readonly via: PodPort; readonly at: number }
  /** The pod did not accept the connection. */
  | { readonly event: 'connection-failed'; readonly error: Error; readonly at: number }
  /** An accepted connection broke. */
  | { readonly event: 'connection-lost'; readonly error: Error; readonly at: number }
  | { readonly event: 'host-refused'; readonly host: string; readonly at: number }
  | { readonly event: 'port-failed'; readonly error: Error; readonly at: number }
  | { readonly event: 'close' };

export type ForwardEffect =
  | { readonly effect: 'probe' }
  | { readonly effect: 'look-up' }
  | { readonly effect: 'forget-pod' }
  /** Schedules the next check and cancels an earlier one. */
  | { readonly effect: 'check-later'; readonly after: 'success' | { readonly failures: number } }
  | { readonly effect: 'cancel-check' }
  /** Notifies the listeners. */
  | { readonly effect: 'notify' }
  | { readonly effect: 'close-port' };

type Next = readonly [ForwardProgress, readonly ForwardEffect[]];

/** Returns the state right after the local port was opened. */
export function openedForward(at: number): ForwardProgress {
  const status: ForwardState = { state: 'opening', since: at };
  return { step: 'pausing', status, scheme: 'http', wasLive: false, failures: 0, lastError: undefined };
}

export function nextForward(current: ForwardProgress, event: ForwardEvent): Next {
  if (current.step === 'closed') return [current, []];
  switch (event.event) {
    case 'check':
      return check(current);
    case 'pod-found':
      return [{ ...current, scheme: event.via.scheme ?? 'http' }, []];
    case 'check-passed':
      return checkPassed(current, event);
    case 'check-failed':
      return checkFailed(current, event);
    case 'connection-opened':
      return withNotify(current, live(current, event));
    case 'connection-failed':
      return connectionFailed(current, event);
    case 'connection-lost': {
      const [next, effects] = check({ ...current, lastError: errorAt(event) });
      return [next, [{ effect: 'forget-pod' }, ...effects]];
    }
    case 'host-refused': {
      const message = `refused a request for the host ${event.host}: allow it with forward-hosts`;
      return [{ ...current, lastError: { at: event.at, message } }, [{ effect: 'notify' }]];
    }
    case 'port-failed':
      return [{ ...current, lastError: errorAt(event) }, []];
    case 'close':
      return [{ ...current, step: 'closed' }, [{ effect: 'cancel-check' }, { effect: 'close-port' }]];
  }
}

/** Returns the retry period of a failed connection in milliseconds from its start; 0 for no retry. */
export function retryForMs({ step, wasLive }: ForwardProgress, error: Error): number {
  if (step === 'closed') return 0;
  if (!isDenial(error)) return retryAfterFailureMs;
  return wasLive ? retryAfterDenialMs : 0;
}

/** A JobManager restarts in about 15 s. */
const retryAfterFailureMs = 30_000;
/** Permissions rarely change, but an API server denies every request just after its start. */
const retryAfterDenialMs = 5000;

type Failed = { readonly error: Error; readonly at: number };
type Succeeded = { readonly via: PodPort; readonly at: number };

function check(current: ForwardProgress): Next {
  if (current.step !== 'pausing') return [current, []];
  const isLive = current.status.state === 'live';
  const start: ForwardEffect = { effect: isLive ? 'look-up' : 'probe' };
  return [{ ...current, step: isLive ? 'looking-up' : 'probing' }, [{ effect: 'cancel-check' }, start]];
}

function checkPassed(current: ForwardProgress, passed: Succeeded): Next {
  // A connection failed in the meantime. The pod exists, but its port may not respond.
  const isOutdated = current.step === 'looking-up' && current.status.state !== 'live';
  const next: ForwardProgress = { ...(isOutdated ? current : live(current, passed)), step: 'pausing' };
  const [, effects] = withNotify(current, next);
  return [next, [...effects, checkLater(next)]];
}

function checkFailed(current: ForwardProgress, failed: Failed): Next {
  const next: ForwardProgress = { ...notLive(current, failed), step: 'pausing', failures: current.failures + 1 };
  const [, effects] = withNotify(current, next);
  return [next, [{ effect: 'forget-pod' }, ...effects, checkLater(next)]];
}

function connectionFailed(current: ForwardProgress, failed: Failed): Next {
  const next = notLive(current, failed);
  const [, effects] = withNotify(current, next);
  // Further failed connections do not delay a scheduled check.
  const isFirst = current.step === 'pausing' && current.status.state === 'live';
  return [next, [{ effect: 'forget-pod' }, ...effects, ...(isFirst ? [checkLater(next)] : [])]];
}

function checkLater({ status, failures }: ForwardProgress): ForwardEffect {
  return { effect: 'check-later', after: status.state === 'live' ? 'success' : { failures } };
}

function live(current: ForwardProgress, { via, at }: Succeeded): ForwardProgress {
  return {
    ...current,
    wasLive: true,
    failures: 0,
    status: keepSince(current.status, { state: 'live', since: at, via }),
  };
}

function notLive(current: ForwardProgress, { error, at }: Failed): ForwardProgress {
  const reason = error.message;
  const status: ForwardState = isDenial(error)
    ? { state: 'refused', since: at, reason, error }
    : { state: 'waiting', since: at, reason };
  return { ...current, status: keepSince(current.status, status), lastError: errorAt({ error, at }) };
}

const keepSince = (previous: ForwardState, next: ForwardState): ForwardState =>
  next.state === previous.state ? { ...next, since: previous.since } : next;

const errorAt = ({ error, at }: Failed) => ({ at, message: error.message });

function withNotify(previous: ForwardProgress, next: ForwardProgress): Next {
  return [next, isSameStatus(previous.status, next.status) ? [] : [{ effect: 'notify' }]];
}

/** Returns whether two statuses are shown identically. */
function isSameStatus(one: ForwardState, other: ForwardState): boolean {
  return one.state === other.state && viaOf(one) === viaOf(other) && reasonOf(one) === reasonOf(other);
}

const reasonOf = (status: ForwardState): string => ('reason' in status ? status.reason : '');
const viaOf = (status: ForwardState): string =>
  status.state === 'live' ? `${status.via.scheme}://${status.via.pod}:${status.via.port}` : '';

function isDenial(error: Error): boolean {
  return error instanceof KubernetesError && ['forbidden', 'unauthorized', 'credentials'].includes(error.kind);
}
