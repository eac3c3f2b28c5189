import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPortRefused } from '../../kubernetes/calls/is-port-refused.ts';
import type { Admission } from './admit-host.ts';
import {
  type Connection,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionTimer,
  isOpen,
  newConnection,
  nextConnection,
} from './connection-transitions.ts';
import { createReplayBuffer } from './replay-buffer.ts';

/**
 * A client that has ended its half may be gone or may still read: TCP does not tell, and the protocol of forwards has
 * no word for it to the pod. If it has its answer it is gone, soon; else it waits for one.
 */
const readsOnMs = { pod: 5000, client: 60_000 } as const;
/** For a client that goes on sending to a pod that has ended. */
const discardMs = 5000;

/** One try to reach the pod, and what became of it. */
export type PodRoute = {
  /** Whether what a client said first may go to the pod. */
  readonly admit: (firstBytes: Buffer) => Admission;
  /** What to say to a client that may not. */
  readonly refusal: (firstBytes: Buffer, host: string) => string;
  readonly reach: () => Promise<Duplex>;
  /** The pod took the connection. */
  readonly reached: () => void;
  /** It did not: the connection may be tried again for so long since its beginning; 0 is not at all. */
  readonly failed: (error: Error) => { readonly patienceMs: number };
  /** The connection was there and broke. */
  readonly broke: (error: Error) => void;
  readonly fromPod: (bytes: number) => void;
  readonly toPod: (bytes: number) => void;
  /** What to say to a client that spoke first with these bytes, when nobody answers; undefined where it would not understand. */
  readonly apology: (firstBytes: Buffer, error: Error) => string | undefined;
};

/** Carries one local connection to a pod and back, each direction no faster than its slower side. Needs allowHalfOpen. */
export function carryConnection(local: Socket, way: PodRoute): void {
  const startedAt = Date.now();
  const timers = new Map<ConnectionTimer, NodeJS.Timeout>();
  let connection: Connection = newConnection;
  let pod: Duplex | undefined;
  /** What the client said until it was admitted. */
  const held: Buffer[] = [];
  const kept = createReplayBuffer();
  let lastSpeaker: 'client' | 'pod' = 'client';

  function happened(event: ConnectionEvent): void {
    const [next, effects] = nextConnection(connection, event);
    connection = next;
    for (const effect of effects) carryOut(effect);
  }

  function carryOut(effect: ConnectionEffect): void {
    switch (effect.effect) {
      case 'reach':
        void reach();
        break;
      case 'send-kept':
        for (const chunk of kept.chunks()) pod?.write(chunk);
        break;
      case 'forget-kept':
        kept.forget();
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
      case 'drop-pod':
        pod?.destroy();
        break;
      case 'await-reader':
        awaitReader();
        break;
      case 'answer':
        local.write(effect.answer);
        break;
      case 'apologize':
        apologize(effect.error);
        break;
      case 'end-client':
        endClient();
        break;
      case 'drop-client':
        local.destroy();
        break;
      case 'reset-client':
        local.resetAndDestroy();
        break;
      case 'tell-reached':
        way.reached();
        break;
      case 'tell-broke':
        way.broke(effect.error);
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
      setTimeout(() => happened(due(timer)), ms),
    );
  }

  const awaitReader = () => start('reader', readsOnMs[lastSpeaker]);

  function due(timer: ConnectionTimer): ConnectionEvent {
    if (timer === 'refusal') return { event: 'refusal-due', isKeptFull: kept.isFull() };
    if (timer === 'reader') return { event: 'reader-due', isReading: local.writableLength > 0 };
    return { event: `${timer}-due` };
  }

  local.setNoDelay(true);
  local.on('data', (chunk) => {
    if (!isOpen(connection)) return;
    if (connection.client === 'admitted') sendToPod(chunk);
    else judge(chunk);
  });
  local.on('drain', () => pod?.resume());
  local.on('end', () => happened({ event: 'client-ended' }));
  local.on('error', () => {}); // 'close' follows
  local.on('close', () => happened({ event: 'client-closed' }));

  function judge(chunk: Buffer): void {
    held.push(chunk);
    const firstBytes = Buffer.concat(held);
    const admission = way.admit(firstBytes);
    if (typeof admission === 'string') happened({ event: 'client-judged', admission });
    else happened({ event: 'client-refused', answer: way.refusal(firstBytes, admission.refusedHost) });
  }

  function sendHeld(): void {
    const firstBytes = Buffer.concat(held.splice(0));
    if (firstBytes.length > 0) sendToPod(firstBytes);
  }

  function sendToPod(chunk: Buffer): void {
    lastSpeaker = 'client';
    way.toPod(chunk.length);
    if (connection.state !== 'carrying') kept.add(chunk);
    pod?.write(chunk);
    if (connection.state === 'taken' && kept.isFull()) happened({ event: 'kept-full' });
    paceClient();
  }

  /** Reads from the client as long as there is somebody, or room, to take it. */
  function paceClient(): void {
    if (!isOpen(connection)) return;
    const isFull = pod?.writableNeedDrain === true || (connection.state !== 'carrying' && kept.isFull());
    if (isFull) local.pause();
    else local.resume();
  }

  async function reach(): Promise<void> {
    try {
      pod = await way.reach();
    } catch (error) {
      notReached(error as Error);
      return;
    }
    listenTo(pod);
    happened({ event: 'pod-reached' });
  }

  function listenTo(stream: Duplex): void {
    stream.on('data', (chunk: Buffer) => {
      if (connection.state !== 'carrying') happened({ event: 'pod-said' });
      lastSpeaker = 'pod';
      way.fromPod(chunk.length);
      if (isOpen(connection) && connection.client === 'ended') awaitReader();
      if (!local.write(chunk)) stream.pause();
    });
    stream.on('drain', paceClient);
    stream.on('end', () => happened({ event: 'pod-ended' }));
    stream.on('error', (error) => {
      pod = undefined;
      const mayRefuse = connection.state === 'reached' || connection.state === 'taken';
      if (mayRefuse && isPortRefused(error)) notReached(error);
      else happened({ event: 'pod-broke', error });
    });
  }

  function notReached(error: Error): void {
    if (!isOpen(connection)) return;
    const { patienceMs } = way.failed(error);
    happened({ event: 'pod-not-reached', error, isPatient: Date.now() - startedAt < patienceMs });
  }

  function apologize(error: Error): void {
    const apology = way.apology(Buffer.concat(kept.chunks()), error);
    if (apology === undefined) {
      local.destroy();
      return;
    }
    local.write(apology);
    endClient();
  }

  /** What it still sends is read and dropped, lest it lose the end of its answer to a reset. */
  function endClient(): void {
    local.end(() => {
      if (!local.destroyed) start('discard', discardMs);
    });
    local.resume();
  }

  void reach();
}
