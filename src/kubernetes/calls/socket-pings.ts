import type { WebSocket } from 'ws';

/**
 * The kernel does not probe a connection with queued data. Without pings, a lost API server would be detected after 15
 * minutes, and a lost pod never.
 */
const pingMs = 30_000;
/** Minimum capacity of the buffers between client and pod. Less unread data than this never blocks a ping. */
const bufferedBytes = 65_536;
/**
 * Limit for unanswered pings while data is blocked (five minutes). A ping queues behind unread data, for example while
 * a JobManager collects garbage during a jar upload.
 */
const maxUnansweredPings = 10;

export type SocketPings = {
  /** Call it before bytes are sent to the pod. */
  readonly sending: (bytes: number) => void;
  readonly stop: () => void;
};

/** Detects a dead connection within a minute. Pings also keep proxies from closing an idle connection. */
export function startPings(socket: WebSocket, onLost: (cause: Error) => void): SocketPings {
  /** Pings sent since the last pong or data. */
  let unanswered = 0;
  let sentBytes = 0;
  /** Bytes that the pod's side has read. Each ping carries the number of sent bytes, and the pong returns it. */
  let readBytes = 0;
  const pinging = setInterval(() => {
    const maxUnanswered = sentBytes - readBytes > bufferedBytes ? maxUnansweredPings : 1;
    // A paused socket cannot read pongs.
    if (unanswered >= maxUnanswered && !socket.isPaused) onLost(new Error('no response to pings'));
    unanswered += 1;
    socket.ping(String(sentBytes));
  }, pingMs);
  socket.on('pong', (payload: Buffer) => {
    unanswered = 0;
    readBytes = Number(payload);
  });
  socket.on('message', () => {
    unanswered = 0;
  });
  return {
    sending: (bytes) => {
      sentBytes += bytes;
    },
    stop: () => clearInterval(pinging),
  };
}
