import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPortRefused } from '../../kubernetes/calls/port-stream.ts';
import type { HostCheck } from './check-host.ts';
import {
  type ClientConnection,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionTimer,
  isOpen,
  newConnection,
  nextConnection,
} from './connection-transitions.ts';
import { createReplayBuffer } from './replay-buffer.ts';

/**
 * Timeout after the client has ended its half of the connection, by the last sender of data. The forward protocol
 * cannot pass a half-close to the pod, and TCP does not show whether the client still reads.
 */
const readTimeoutMs = {
  /** The client has probably gone. */
  pod: 5000,
  /** The client probably waits for a response. */
  client: 60_000,
} as const;
/** Time to read and discard further data from a client after its response was sent. */
const discardMs = 5000;

/** Connects one client to the pod, and receives the events of the connection. */
export type PodRoute = {
  /** Checks whether the client's first bytes may be sent to the pod. */
  readonly checkHost: (firstBytes: Buffer) => HostCheck;
  /** Returns the response for a client whose host is not allowed. */
  readonly refusedResponse: (firstBytes: Buffer, host: string) => string;
  readonly connect: () => Promise<Duplex>;
  /** The pod accepted the connection. */
  readonly connected: () => void;
  /**
   * The pod did not accept the connection. Returns the retry period in milliseconds from the start of the connection;
   * 0 for no retry.
   */
  readonly failed: (error: Error) => { readonly retryForMs: number };
  /** An accepted connection broke. */
  readonly lost: (error: Error) => void;
  readonly fromPod: (bytes: number) => void;
  readonly toPod: (bytes: number) => void;
  /** Returns the response if no pod is available; undefined if the client's first bytes are not HTTP. */
  readonly unavailableResponse: (firstBytes: Buffer, error: Error) => string | undefined;
};

/**
 * Carries data between a local connection and a pod, with back-pressure in both directions. The socket needs
 * allowHalfOpen.
 */
export function carryConnection(local: Socket, route: PodRoute): void {
  const startedAt = Date.now();
  const timers = new Map<ConnectionTimer, NodeJS.Timeout>();
  let connection: ClientConnection = newConnection;
  let pod: Duplex | undefined;
  /** Data from the client, held until its Host header is checked. */
  const held: Buffer[] = [];
  const replayBuffer = createReplayBuffer();
  let lastSender: 'client' | 'pod' = 'client';

  function dispatch(event: ConnectionEvent): void {
    const [next, effects] = nextConnection(connection, event);
    connection = next;
    for (const effect of effects) perform(effect);
  }

  function perform(effect: ConnectionEffect): void {
    switch (effect.effect) {
      case 'connect':
        void connectToPod();
        break;
      case 'replay':
        for (const chunk of replayBuffer.chunks()) pod?.write(chunk);
        break;
      case 'clear-buffer':
        replayBuffer.clear();
        break;
      case 'send-held':
        sendHeld();
        break;
      case 'pace-client':
        paceClient();
        break;
      case 'end-pod':
        pod?.end();
        break;
      case 'destroy-pod':
        pod?.destroy();
        break;
      case 'restart-reader-timer':
        restartReaderTimer();
        break;
      case 'respond':
        local.write(effect.response);
        break;
      case 'respond-unavailable':
        respondUnavailable(effect.error);
        break;
      case 'end-client':
        endClient();
        break;
      case 'destroy-client':
        local.destroy();
        break;
      case 'reset-client':
        local.resetAndDestroy();
        break;
      case 'report-connected':
        route.connected();
        break;
      case 'report-lost':
        route.lost(effect.error);
        break;
      case 'start':
        start(effect.timer, effect.ms);
        break;
      case 'stop':
        clearTimeout(timers.get(effect.timer));
        break;
      case 'stop-timers':
        for (const timer of timers.values()) clearTimeout(timer);
    }
  }

  function start(timer: ConnectionTimer, ms: number): void {
    clearTimeout(timers.get(timer));
    timers.set(
      timer,
      setTimeout(() => dispatch(timeoutEvent(timer)), ms),
    );
  }

  const restartReaderTimer = () => start('reader', readTimeoutMs[lastSender]);

  function timeoutEvent(timer: ConnectionTimer): ConnectionEvent {
    if (timer === 'refusal') return { event: 'refusal-timeout', isBufferFull: replayBuffer.isFull() };
    if (timer === 'reader') return { event: 'reader-timeout', isReading: local.writableLength > 0 };
    return { event: `${timer}-timeout` };
  }

  local.setNoDelay(true);
  local.on('data', (chunk) => {
    if (!isOpen(connection)) return;
    if (connection.client === 'admitted') sendToPod(chunk);
    else checkFirstBytes(chunk);
  });
  local.on('drain', () => pod?.resume());
  local.on('end', () => dispatch({ event: 'client-ended' }));
  local.on('error', () => {}); // 'close' follows
  local.on('close', () => dispatch({ event: 'client-closed' }));

  function checkFirstBytes(chunk: Buffer): void {
    held.push(chunk);
    const firstBytes = Buffer.concat(held);
    const admission = route.checkHost(firstBytes);
    if (typeof admission === 'string') dispatch({ event: 'client-checked', admission });
    else dispatch({ event: 'client-refused', response: route.refusedResponse(firstBytes, admission.refusedHost) });
  }

  function sendHeld(): void {
    const firstBytes = Buffer.concat(held.splice(0));
    if (firstBytes.length > 0) sendToPod(firstBytes);
  }

  function sendToPod(chunk: Buffer): void {
    lastSender = 'client';
    route.toPod(chunk.length);
    if (connection.state !== 'carrying') replayBuffer.add(chunk);
    pod?.write(chunk);
    if (connection.state === 'accepted' && replayBuffer.isFull()) dispatch({ event: 'buffer-full' });
    paceClient();
  }

  /** Pauses reading from the client while the pod or the replay buffer accepts no more data. */
  function paceClient(): void {
    if (!isOpen(connection)) return;
    const isFull = pod?.writableNeedDrain === true || (connection.state !== 'carrying' && replayBuffer.isFull());
    if (isFull) local.pause();
    else local.resume();
  }

  async function connectToPod(): Promise<void> {
    try {
      pod = await route.connect();
    } catch (error) {
      podFailed(error as Error);
      return;
    }
    listenTo(pod);
    dispatch({ event: 'pod-connected' });
  }

  function listenTo(stream: Duplex): void {
    stream.on('data', (chunk: Buffer) => {
      if (connection.state !== 'carrying') dispatch({ event: 'pod-data' });
      lastSender = 'pod';
      route.fromPod(chunk.length);
      if (isOpen(connection) && connection.client === 'ended') restartReaderTimer();
      if (!local.write(chunk)) stream.pause();
    });
    stream.on('drain', paceClient);
    stream.on('end', () => dispatch({ event: 'pod-ended' }));
    stream.on('error', (error) => {
      pod = undefined;
      const mayRefuse = connection.state === 'connected' || connection.state === 'accepted';
      if (mayRefuse && isPortRefused(error)) podFailed(error);
      else dispatch({ event: 'pod-lost', error });
    });
  }

  function podFailed(error: Error): void {
    if (!isOpen(connection)) return;
    const { retryForMs } = route.failed(error);
    dispatch({ event: 'pod-failed', error, canRetry: Date.now() - startedAt < retryForMs });
  }

  function respondUnavailable(error: Error): void {
    const response = route.unavailableResponse(Buffer.concat(replayBuffer.chunks()), error);
    if (response === undefined) {
      local.destroy();
      return;
    }
    local.write(response);
    endClient();
  }

  /** Ends the connection. Further data is read and discarded, because a reset could lose the end of the response. */
  function endClient(): void {
    local.end(() => {
      if (!local.destroyed) start('discard', discardMs);
    });
    local.resume();
  }

  void connectToPod();
}
