import type { Admission } from './admit-host.ts';

/** How far the client of an open connection has come. */
type Client =
  | 'silent'
  /** In the middle of what may become the first line of a request. */
  | 'first-line'
  /** In the middle of the head of a request, whose Host is not known yet. */
  | 'head'
  /** What it says goes to the pod. */
  | 'admitted'
  /** It has ended its half, and may still read. */
  | 'ended';

/** A connection that the pod may still refuse: what the client says is kept, to be said again to another pod. */
type Untaken = {
  readonly client: Client;
  /** How long to wait after the next failure. */
  readonly pauseMs: number;
};

/** A local connection by how far it has come on its way to the pod. */
export type Connection =
  /** A try to reach the pod is under way. `failure`: of the try before. */
  | (Untaken & { readonly state: 'reaching'; readonly failure: Error | undefined })
  /** Until the next try. */
  | (Untaken & { readonly state: 'waiting'; readonly failure: Error })
  /** The pod's side has the connection, and may be about to refuse it. */
  | (Untaken & { readonly state: 'reached' })
  /** The pod's side had the time to refuse, and did not. */
  | (Untaken & { readonly state: 'taken' })
  /** What was sent has arrived, for all that can be known, and is not to be sent again. */
  | { readonly state: 'carrying'; readonly client: Client }
  /** The last of the answer goes to the client. What it still sends is read, lest it lose that end to a reset. */
  | { readonly state: 'ending' }
  | { readonly state: 'ended' };

export type ConnectionTimer = 'line' | 'retry' | 'refusal' | 'reader' | 'discard';

export type ConnectionEvent =
  /** The client has said something that had to be looked at. `refusal` is the answer to a host that is not allowed. */
  | { readonly event: 'client-judged'; readonly admission: Exclude<Admission, object> }
  | { readonly event: 'client-refused'; readonly answer: string }
  | { readonly event: 'client-ended' }
  | { readonly event: 'client-closed' }
  | { readonly event: 'pod-reached' }
  /** Or it was refused. `isPatient`: it may be tried again. */
  | { readonly event: 'pod-not-reached'; readonly error: Error; readonly isPatient: boolean }
  | { readonly event: 'pod-said' }
  | { readonly event: 'pod-ended' }
  | { readonly event: 'pod-broke'; readonly error: Error }
  /** So much was said that no more of it can be kept. */
  | { readonly event: 'kept-full' }
  | { readonly event: 'line-due' }
  | { readonly event: 'retry-due' }
  | { readonly event: 'refusal-due'; readonly isKeptFull: boolean }
  /** `isReading`: there is something on its way to the client. */
  | { readonly event: 'reader-due'; readonly isReading: boolean }
  | { readonly event: 'discard-due' };

export type ConnectionEffect =
  | { readonly effect: 'reach' }
  /** What was kept, to the pod that was reached now. */
  | { readonly effect: 'send-kept' }
  | { readonly effect: 'forget-kept' }
  /** What the client said until it was admitted. */
  | { readonly effect: 'send-held' }
  /** Reads from the client as long as there is somebody, or room, to take it. */
  | { readonly effect: 'pace-client' }
  | { readonly effect: 'end-pod' }
  | { readonly effect: 'drop-pod' }
  /** Starts the timer `reader` anew. */
  | { readonly effect: 'await-reader' }
  | { readonly effect: 'answer'; readonly answer: string }
  /** Says why there is no pod, to a client that understands it; closes others. */
  | { readonly effect: 'apologize'; readonly error: Error }
  | { readonly effect: 'end-client' }
  | { readonly effect: 'drop-client' }
  | { readonly effect: 'reset-client' }
  | { readonly effect: 'tell-reached' }
  | { readonly effect: 'tell-broke'; readonly error: Error }
  | { readonly effect: 'start'; readonly timer: ConnectionTimer; readonly ms: number }
  | { readonly effect: 'stop'; readonly timer: ConnectionTimer }
  | { readonly effect: 'stop-timers' };

type Open = Exclude<Connection, { readonly state: 'ending' | 'ended' }>;
type Next = readonly [Connection, readonly ConnectionEffect[]];

const firstPauseMs = 200;
const longestPauseMs = 1000;
/** Who refuses a connection does so sooner. */
const refusedWithinMs = 1000;
/** A first line that stops in the middle is none of HTTP: who sends so little waits for an answer. */
const restOfLineMs = 1000;

export const newConnection: Connection = {
  state: 'reaching',
  client: 'silent',
  failure: undefined,
  pauseMs: firstPauseMs,
};

export const isOpen = (now: Connection): now is Open => now.state !== 'ending' && now.state !== 'ended';

/** Bytes that are carried are no events: only those that change how things stand. */
export function nextConnection(now: Connection, event: ConnectionEvent): Next {
  if (!isOpen(now)) return afterEnd(now, event);
  switch (event.event) {
    case 'client-judged':
      return judged(now, event.admission);
    case 'client-refused':
      return [
        { state: 'ending' },
        [stopTimers, { effect: 'drop-pod' }, { effect: 'answer', answer: event.answer }, { effect: 'end-client' }],
      ];
    case 'client-ended':
      return clientEnded(now);
    case 'client-closed':
      return [{ state: 'ended' }, [stopTimers, { effect: 'drop-pod' }]];
    case 'pod-reached':
      return podReached(now);
    case 'pod-not-reached':
      return podNotReached(now, event.error, event.isPatient);
    case 'pod-said':
      return podSaid(now);
    case 'pod-ended':
      return [{ state: 'ending' }, [...tellReached(now), stopTimers, { effect: 'end-client' }]];
    case 'pod-broke':
      // Half an answer must not look whole.
      return [
        { state: 'ended' },
        [stopTimers, { effect: 'tell-broke', error: event.error }, { effect: 'reset-client' }],
      ];
    case 'kept-full':
      return now.state === 'taken' ? carry(now) : [now, []];
    case 'line-due':
      return now.client === 'first-line' ? [{ ...now, client: 'admitted' }, [{ effect: 'send-held' }]] : [now, []];
    case 'retry-due':
      return now.state === 'waiting' ? [{ ...now, state: 'reaching' }, [{ effect: 'reach' }]] : [now, []];
    case 'refusal-due':
      return refusalDue(now, event.isKeptFull);
    case 'reader-due':
      if (event.isReading) return [now, [{ effect: 'await-reader' }]];
      return [{ state: 'ended' }, [stopTimers, { effect: 'drop-pod' }, { effect: 'drop-client' }]];
    case 'discard-due':
      return [now, []];
  }
}

const stopTimers: ConnectionEffect = { effect: 'stop-timers' };

function afterEnd(now: Connection, { event }: ConnectionEvent): Next {
  // The pod was reached too late.
  if (event === 'pod-reached') return [now, [{ effect: 'drop-pod' }]];
  if (now.state === 'ended') return [now, []];
  if (event === 'client-closed') return [{ state: 'ended' }, [stopTimers, { effect: 'drop-pod' }]];
  if (event === 'discard-due') return [{ state: 'ended' }, [{ effect: 'drop-pod' }, { effect: 'drop-client' }]];
  return [now, []];
}

function judged(now: Open, admission: Exclude<Admission, object>): Next {
  if (now.client === 'admitted' || now.client === 'ended') return [now, []];
  switch (admission) {
    case 'pass':
      return [{ ...now, client: 'admitted' }, [{ effect: 'stop', timer: 'line' }, { effect: 'send-held' }]];
    case 'wait':
      return [{ ...now, client: 'head' }, [{ effect: 'stop', timer: 'line' }]];
    case 'wait-for-line':
      if (now.client !== 'silent') return [now, []];
      return [{ ...now, client: 'first-line' }, [{ effect: 'start', timer: 'line', ms: restOfLineMs }]];
  }
}

function clientEnded(now: Open): Next {
  if (now.client === 'ended') return [now, []];
  // Half a line is no request; half the head of one is not sent without its Host.
  const rest: readonly ConnectionEffect[] =
    now.client === 'first-line' ? [{ effect: 'stop', timer: 'line' }, { effect: 'send-held' }] : [];
  // Who ends its half while it waits has most likely given up, and its request is not to be sent without it.
  if ((now.state === 'waiting' || now.state === 'reaching') && now.failure !== undefined) {
    const [next, effects] = giveUp(now.failure);
    return [next, [...rest, ...effects]];
  }
  return [{ ...now, client: 'ended' }, [...rest, { effect: 'end-pod' }, { effect: 'await-reader' }]];
}

function podReached(now: Open): Next {
  if (now.state !== 'reaching') return [now, [{ effect: 'drop-pod' }]];
  const { client, pauseMs } = now;
  return [
    { state: 'reached', client, pauseMs },
    [
      { effect: 'start', timer: 'refusal', ms: refusedWithinMs },
      { effect: 'send-kept' },
      ...(client === 'ended' ? [{ effect: 'end-pod' } as const] : []),
      { effect: 'pace-client' },
    ],
  ];
}

function podNotReached(now: Open, error: Error, isPatient: boolean): Next {
  if (now.state === 'waiting' || now.state === 'carrying') return [now, []];
  if (now.client === 'ended' || !isPatient) return giveUp(error);
  const { client, pauseMs } = now;
  return [
    { state: 'waiting', client, failure: error, pauseMs: Math.min(pauseMs * 1.5, longestPauseMs) },
    [{ effect: 'stop', timer: 'refusal' }, { effect: 'pace-client' }, { effect: 'start', timer: 'retry', ms: pauseMs }],
  ];
}

function giveUp(error: Error): Next {
  return [{ state: 'ending' }, [stopTimers, { effect: 'apologize', error }]];
}

function podSaid(now: Open): Next {
  if (now.state === 'carrying') return [now, []];
  const [next, effects] = carry(now);
  return [next, [{ effect: 'stop', timer: 'refusal' }, ...tellReached(now), ...effects]];
}

function refusalDue(now: Open, isKeptFull: boolean): Next {
  if (now.state !== 'reached') return [now, []];
  // Who sends more than is kept waits for no answer, which may come at the end of it all.
  const [next, effects] = isKeptFull ? carry(now) : ([{ ...now, state: 'taken' }, []] as const);
  return [next, [...tellReached(now), ...effects]];
}

function carry({ client }: Open): Next {
  return [{ state: 'carrying', client }, [{ effect: 'forget-kept' }, { effect: 'pace-client' }]];
}

const tellReached = ({ state }: Open): readonly ConnectionEffect[] =>
  state === 'reached' ? [{ effect: 'tell-reached' }] : [];
