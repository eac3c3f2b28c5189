import type { HostCheck } from './check-host.ts';

/** Progress of the client on an open connection. */
type Client =
  | 'silent'
  /** Has sent part of a line that may start an HTTP request. */
  | 'first-line'
  /** Has sent part of an HTTP header section without its Host. */
  | 'head'
  /** Its data is sent to the pod. */
  | 'admitted'
  /** Has ended its half of the connection and may still read. */
  | 'ended';

/** A connection that the pod may still refuse. The client's data is buffered to replay it to another pod. */
type Retryable = {
  readonly client: Client;
  /** Delay after the next failure, in milliseconds. */
  readonly retryDelayMs: number;
};

/** State of a local connection. */
export type ClientConnection =
  /** Connecting to the pod. `failure` is the error of the previous attempt. */
  | (Retryable & { readonly state: 'connecting'; readonly failure: Error | undefined })
  /** Waiting for the next attempt. */
  | (Retryable & { readonly state: 'waiting'; readonly failure: Error })
  /** Connected. The pod may still refuse the connection. */
  | (Retryable & { readonly state: 'connected' })
  /** Connected, and the refusal timeout has passed. */
  | (Retryable & { readonly state: 'accepted' })
  /** The client's data has presumably arrived and must not be replayed. */
  | { readonly state: 'carrying'; readonly client: Client }
  /**
   * The end of the response is being sent to the client. Further data from the client is discarded, because a reset
   * could lose the end of the response.
   */
  | { readonly state: 'ending' }
  | { readonly state: 'ended' };

export type ConnectionTimer = 'line' | 'retry' | 'refusal' | 'reader' | 'discard';

export type ConnectionEvent =
  /** The client's first bytes were checked. */
  | { readonly event: 'client-checked'; readonly admission: Exclude<HostCheck, object> }
  | { readonly event: 'client-refused'; readonly response: string }
  | { readonly event: 'client-ended' }
  | { readonly event: 'client-closed' }
  | { readonly event: 'pod-connected' }
  /** The connection failed or was refused. `canRetry`: another attempt is allowed. */
  | { readonly event: 'pod-failed'; readonly error: Error; readonly canRetry: boolean }
  | { readonly event: 'pod-data' }
  | { readonly event: 'pod-ended' }
  | { readonly event: 'pod-lost'; readonly error: Error }
  /** The replay buffer is full. */
  | { readonly event: 'buffer-full' }
  | { readonly event: 'line-timeout' }
  | { readonly event: 'retry-timeout' }
  | { readonly event: 'refusal-timeout'; readonly isBufferFull: boolean }
  /** `isReading`: data is still being written to the client. */
  | { readonly event: 'reader-timeout'; readonly isReading: boolean }
  | { readonly event: 'discard-timeout' };

export type ConnectionEffect =
  | { readonly effect: 'connect' }
  /** Sends the replay buffer to the newly connected pod. */
  | { readonly effect: 'replay' }
  | { readonly effect: 'clear-buffer' }
  /** Sends the data that was held until the host was checked. */
  | { readonly effect: 'send-held' }
  /** Pauses or resumes reading from the client. */
  | { readonly effect: 'pace-client' }
  | { readonly effect: 'end-pod' }
  | { readonly effect: 'destroy-pod' }
  /** Restarts the timer `reader`. */
  | { readonly effect: 'restart-reader-timer' }
  | { readonly effect: 'respond'; readonly response: string }
  /** Sends an HTTP client the reason why no pod is available. Closes other clients. */
  | { readonly effect: 'respond-unavailable'; readonly error: Error }
  | { readonly effect: 'end-client' }
  | { readonly effect: 'destroy-client' }
  | { readonly effect: 'reset-client' }
  | { readonly effect: 'report-connected' }
  | { readonly effect: 'report-lost'; readonly error: Error }
  | { readonly effect: 'start'; readonly timer: ConnectionTimer; readonly ms: number }
  | { readonly effect: 'stop'; readonly timer: ConnectionTimer }
  | { readonly effect: 'stop-timers' };

type Open = Exclude<ClientConnection, { readonly state: 'ending' | 'ended' }>;
type Next = readonly [ClientConnection, readonly ConnectionEffect[]];

const firstRetryDelayMs = 200;
const maxRetryDelayMs = 1000;
/** If the pod refuses a connection, the refusal arrives within this time. */
const refusalTimeoutMs = 1000;
/** HTTP clients send the whole first line at once. A client that pauses within the line uses another protocol. */
const firstLineTimeoutMs = 1000;

export const newConnection: ClientConnection = {
  state: 'connecting',
  client: 'silent',
  failure: undefined,
  retryDelayMs: firstRetryDelayMs,
};

export const isOpen = (current: ClientConnection): current is Open =>
  current.state !== 'ending' && current.state !== 'ended';

/** Returns the next state and the effects of an event. Transferred data is an event only if it changes the state. */
export function nextConnection(current: ClientConnection, event: ConnectionEvent): Next {
  if (!isOpen(current)) return afterEnd(current, event);
  switch (event.event) {
    case 'client-checked':
      return clientChecked(current, event.admission);
    case 'client-refused':
      return [
        { state: 'ending' },
        [
          stopTimers,
          { effect: 'destroy-pod' },
          { effect: 'respond', response: event.response },
          { effect: 'end-client' },
        ],
      ];
    case 'client-ended':
      return clientEnded(current);
    case 'client-closed':
      return [{ state: 'ended' }, [stopTimers, { effect: 'destroy-pod' }]];
    case 'pod-connected':
      return podConnected(current);
    case 'pod-failed':
      return podFailed(current, event.error, event.canRetry);
    case 'pod-data':
      return podSentData(current);
    case 'pod-ended':
      return [{ state: 'ending' }, [...reportConnected(current), stopTimers, { effect: 'end-client' }]];
    case 'pod-lost':
      // The reset shows the client that the response is incomplete.
      return [
        { state: 'ended' },
        [stopTimers, { effect: 'report-lost', error: event.error }, { effect: 'reset-client' }],
      ];
    case 'buffer-full':
      return current.state === 'accepted' ? carry(current) : [current, []];
    case 'line-timeout':
      return current.client === 'first-line'
        ? [{ ...current, client: 'admitted' }, [{ effect: 'send-held' }]]
        : [current, []];
    case 'retry-timeout':
      return current.state === 'waiting'
        ? [{ ...current, state: 'connecting' }, [{ effect: 'connect' }]]
        : [current, []];
    case 'refusal-timeout':
      return refusalTimedOut(current, event.isBufferFull);
    case 'reader-timeout':
      if (event.isReading) return [current, [{ effect: 'restart-reader-timer' }]];
      return [{ state: 'ended' }, [stopTimers, { effect: 'destroy-pod' }, { effect: 'destroy-client' }]];
    case 'discard-timeout':
      return [current, []];
  }
}

const stopTimers: ConnectionEffect = { effect: 'stop-timers' };

function afterEnd(current: ClientConnection, { event }: ConnectionEvent): Next {
  // The client no longer needs the pod.
  if (event === 'pod-connected') return [current, [{ effect: 'destroy-pod' }]];
  if (current.state === 'ended') return [current, []];
  if (event === 'client-closed') return [{ state: 'ended' }, [stopTimers, { effect: 'destroy-pod' }]];
  if (event === 'discard-timeout')
    return [{ state: 'ended' }, [{ effect: 'destroy-pod' }, { effect: 'destroy-client' }]];
  return [current, []];
}

function clientChecked(current: Open, admission: Exclude<HostCheck, object>): Next {
  if (current.client === 'admitted' || current.client === 'ended') return [current, []];
  switch (admission) {
    case 'pass':
      return [{ ...current, client: 'admitted' }, [{ effect: 'stop', timer: 'line' }, { effect: 'send-held' }]];
    case 'wait':
      return [{ ...current, client: 'head' }, [{ effect: 'stop', timer: 'line' }]];
    case 'wait-for-line':
      if (current.client !== 'silent') return [current, []];
      return [{ ...current, client: 'first-line' }, [{ effect: 'start', timer: 'line', ms: firstLineTimeoutMs }]];
  }
}

function clientEnded(current: Open): Next {
  if (current.client === 'ended') return [current, []];
  // Send a partial first line, because it is not an HTTP request. Do not send a partial header section without a Host.
  const rest: readonly ConnectionEffect[] =
    current.client === 'first-line' ? [{ effect: 'stop', timer: 'line' }, { effect: 'send-held' }] : [];
  // A client that ends its half while waiting has probably given up, so its request must not be sent.
  if ((current.state === 'waiting' || current.state === 'connecting') && current.failure !== undefined) {
    const [next, effects] = giveUp(current.failure);
    return [next, [...rest, ...effects]];
  }
  return [{ ...current, client: 'ended' }, [...rest, { effect: 'end-pod' }, { effect: 'restart-reader-timer' }]];
}

function podConnected(current: Open): Next {
  if (current.state !== 'connecting') return [current, [{ effect: 'destroy-pod' }]];
  const { client, retryDelayMs } = current;
  return [
    { state: 'connected', client, retryDelayMs },
    [
      { effect: 'start', timer: 'refusal', ms: refusalTimeoutMs },
      { effect: 'replay' },
      ...(client === 'ended' ? [{ effect: 'end-pod' } as const] : []),
      { effect: 'pace-client' },
    ],
  ];
}

function podFailed(current: Open, error: Error, canRetry: boolean): Next {
  if (current.state === 'waiting' || current.state === 'carrying') return [current, []];
  if (current.client === 'ended' || !canRetry) return giveUp(error);
  const { client, retryDelayMs } = current;
  return [
    { state: 'waiting', client, failure: error, retryDelayMs: Math.min(retryDelayMs * 1.5, maxRetryDelayMs) },
    [
      { effect: 'stop', timer: 'refusal' },
      { effect: 'pace-client' },
      { effect: 'start', timer: 'retry', ms: retryDelayMs },
    ],
  ];
}

function giveUp(error: Error): Next {
  return [{ state: 'ending' }, [stopTimers, { effect: 'respond-unavailable', error }]];
}

function podSentData(current: Open): Next {
  if (current.state === 'carrying') return [current, []];
  const [next, effects] = carry(current);
  return [next, [{ effect: 'stop', timer: 'refusal' }, ...reportConnected(current), ...effects]];
}

function refusalTimedOut(current: Open, isBufferFull: boolean): Next {
  if (current.state !== 'connected') return [current, []];
  // A client that fills the buffer is uploading, and the pod may respond only at the end of the upload.
  const [next, effects] = isBufferFull ? carry(current) : ([{ ...current, state: 'accepted' }, []] as const);
  return [next, [...reportConnected(current), ...effects]];
}

function carry({ client }: Open): Next {
  return [{ state: 'carrying', client }, [{ effect: 'clear-buffer' }, { effect: 'pace-client' }]];
}

const reportConnected = ({ state }: Open): readonly ConnectionEffect[] =>
  state === 'connected' ? [{ effect: 'report-connected' }] : [];
