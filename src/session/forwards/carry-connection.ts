import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPortRefused } from '../../kubernetes/is-port-refused.ts';
import type { Admission } from './admit-host.ts';

/** So much of what a client says is kept until the pod answers, to be said again to another pod if this one refuses. */
const mostKeptBytes = 65_536;
/** Who refuses a connection does so sooner. */
const refusedWithinMs = 1000;
const firstPauseMs = 200;
const longestPauseMs = 1000;
/**
 * A client that has ended its half may be gone or may still read: TCP does not tell, and the protocol of forwards has
 * no word for it to the pod. If it has its answer it is gone, soon; else it waits for one.
 */
const readsOnMs = { answered: 5000, unanswered: 60_000 } as const;
/** For a client that goes on sending to a pod that has ended. */
const discardMs = 5000;

/** A first line that stops in the middle is none of HTTP: who sends so little waits for an answer. */
const restOfLineMs = 1000;

/** One try to reach the pod, and what became of it. */
export type Way = {
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
export function carryConnection(local: Socket, way: Way): void {
  const startedAt = Date.now();
  let pod: Duplex | undefined;
  /** Why the client waits. */
  let lastFailure: Error | undefined;
  /** What the client said until it was admitted. */
  let held: Buffer[] = [];
  let admission: Admission = 'wait-for-line';
  let kept: Buffer[] = [];
  let keptBytes = 0;
  /** What was sent has arrived, for all that can be known, and is not to be sent again. */
  let isSettled = false;
  /** The pod's side had the time to refuse, and did not. */
  let isTaken = false;
  let isOver = false;
  let hasLocalEnded = false;
  let isAnswered = false;
  let pauseMs = firstPauseMs;
  const timers: {
    retry?: NodeJS.Timeout;
    refusal?: NodeJS.Timeout;
    end?: NodeJS.Timeout;
    line?: NodeJS.Timeout | undefined;
  } = {};

  local.setNoDelay(true);
  local.on('data', (chunk) => {
    if (isOver) return;
    if (admission === 'pass') {
      take(chunk);
      return;
    }
    held.push(chunk);
    admit();
  });

  function admit(): void {
    const firstBytes = Buffer.concat(held);
    admission = way.admit(firstBytes);
    if (admission === 'pass') pass();
    else if (admission === 'wait') clearTimeout(timers.line);
    else if (admission === 'wait-for-line') timers.line ??= setTimeout(pass, restOfLineMs);
    else refuse(way.refusal(firstBytes, admission.refusedHost));
  }

  function pass(): void {
    clearTimeout(timers.line);
    if (isOver) return;
    admission = 'pass';
    const firstBytes = Buffer.concat(held);
    held = [];
    if (firstBytes.length > 0) take(firstBytes);
  }

  function refuse(answer: string): void {
    for (const timer of Object.values(timers)) clearTimeout(timer);
    pod?.destroy();
    local.write(answer);
    end();
  }

  function take(chunk: Buffer): void {
    isAnswered = false;
    way.toPod(chunk.length);
    if (!isSettled) {
      kept.push(chunk);
      keptBytes += chunk.length;
    }
    pod?.write(chunk);
    settleIfFull();
    holdBack();
  }
  local.on('drain', () => pod?.resume());
  local.on('end', () => {
    // Half a line is no request; half the head of one is not sent without its Host.
    if (admission === 'wait-for-line') pass();
    hasLocalEnded = true;
    // Who ends its half while it waits has most likely given up, and its request is not to be sent without it.
    if (pod === undefined && lastFailure !== undefined) return giveUp(lastFailure);
    pod?.end();
    waitForReader();
  });
  local.on('error', () => {}); // 'close' follows
  local.on('close', () => {
    isOver = true;
    for (const timer of Object.values(timers)) clearTimeout(timer);
    pod?.destroy();
  });

  /** Reads from the client as long as there is somebody, or room, to take it. */
  function holdBack(): void {
    if (isOver) return;
    const isFull = pod?.writableNeedDrain === true || (!isSettled && keptBytes >= mostKeptBytes);
    if (isFull) local.pause();
    else local.resume();
  }
  function settle(): void {
    isSettled = true;
    kept = [];
    holdBack();
  }

  /** Who sends more than is kept waits for no answer, which may come at the end of it all. */
  function settleIfFull(): void {
    if (isTaken && !isSettled && keptBytes >= mostKeptBytes) settle();
  }

  async function tryToReach(): Promise<void> {
    try {
      const stream = await way.reach();
      if (isOver) stream.destroy();
      else attach(stream);
    } catch (error) {
      if (!isOver) notReached(error as Error);
    }
  }

  function attach(stream: Duplex): void {
    pod = stream;
    isTaken = false;
    const reached = () => {
      clearTimeout(timers.refusal);
      if (!isTaken) way.reached();
      isTaken = true;
    };
    timers.refusal = setTimeout(() => {
      reached();
      settleIfFull();
    }, refusedWithinMs);
    stream.on('data', (chunk: Buffer) => {
      reached();
      if (!isSettled) settle();
      isAnswered = true;
      way.fromPod(chunk.length);
      waitForReader();
      if (!local.write(chunk)) stream.pause();
    });
    stream.on('drain', holdBack);
    stream.on('end', () => {
      reached();
      end();
    });
    stream.on('error', (error) => {
      clearTimeout(timers.refusal);
      pod = undefined;
      if (isOver) return;
      if (!isSettled && isPortRefused(error)) notReached(error);
      else {
        way.broke(error);
        local.resetAndDestroy(); // half an answer must not look whole
      }
    });
    for (const chunk of kept) stream.write(chunk);
    if (hasLocalEnded) stream.end();
  }

  function notReached(error: Error): void {
    lastFailure = error;
    const { patienceMs } = way.failed(error);
    if (hasLocalEnded || Date.now() - startedAt >= patienceMs) {
      giveUp(error);
      return;
    }
    timers.retry = setTimeout(() => void tryToReach(), pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }

  function giveUp(error: Error): void {
    clearTimeout(timers.retry);
    const apology = way.apology(Buffer.concat(kept), error);
    if (apology === undefined) {
      local.destroy();
      return;
    }
    local.write(apology);
    end();
  }

  /** Nothing more comes from the pod. What the client still sends is read, lest it lose the end of its answer to a reset. */
  function end(): void {
    isOver = true;
    clearTimeout(timers.end);
    local.end(() => {
      if (!local.destroyed) timers.end = setTimeout(() => local.destroy(), discardMs);
    });
    local.resume();
  }

  function waitForReader(): void {
    if (!hasLocalEnded || isOver) return;
    clearTimeout(timers.end);
    timers.end = setTimeout(
      () => (local.writableLength > 0 ? waitForReader() : local.destroy()),
      isAnswered ? readsOnMs.answered : readsOnMs.unanswered,
    );
  }

  void tryToReach();
}
