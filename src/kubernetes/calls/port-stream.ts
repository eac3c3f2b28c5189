import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { KubernetesError } from '../error.ts';

/** Channels of one forwarded port. The first two bytes on each are the port's number. */
const dataChannel = 0;
const errorChannel = 1;
const portBytes = 2;
const pingMs = 30_000;
/** What the buffers on the way take at least: whoever has sent no more is not held up by a pod that does not read. */
const buffersTakeBytes = 65_536;
/**
 * A ping waits behind the data before it: while a pod does not read, as a JobManager that collects garbage during the
 * upload of a jar, none is answered. So many are waited for, five minutes, and not for ever: where data waits the kernel
 * does not probe. It would notice after a quarter of an hour that the API server is gone, and never that only what is
 * behind it is.
 */
const heldUpPings = 10;
/** The server's end without the closing handshake. */
const abnormalClosure = 1006;

/**
 * One TCP connection to a pod over an open websocket of `v4.channel.k8s.io`. Both directions wait for their
 * slower side. That protocol has no word for "I have no more to send": ending the stream keeps it readable, and the
 * pod learns of it when the stream is destroyed.
 */
export function createPortStream(socket: WebSocket, errors: PortErrors): Duplex {
  const portBytesLeft = [portBytes, portBytes];
  /** Pings since anything came. */
  let unanswered = 0;
  let sentBytes = 0;
  /** So much of it was read: each ping says how much went before it, and its pong says it back. */
  let readBytes = 0;

  const stream = new Duplex({
    // When the pod has ended, there is nobody left to write to.
    allowHalfOpen: false,
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      sentBytes += chunk.length;
      socket.send(Buffer.concat([Buffer.of(dataChannel), chunk]), (error) => done(error ? errors.broken(error) : null));
    },
    destroy: (error, done) => {
      clearInterval(pinging);
      socket.terminate();
      done(error);
    },
  });

  const pinging = setInterval(() => {
    const patience = sentBytes - readBytes > buffersTakeBytes ? heldUpPings : 1;
    // A paused socket reads no answers.
    if (unanswered >= patience && !socket.isPaused) stream.destroy(errors.broken(new Error('it answers no ping')));
    unanswered += 1;
    socket.ping(String(sentBytes));
  }, pingMs);

  socket.on('pong', (payload: Buffer) => {
    unanswered = 0;
    readBytes = Number(payload);
  });
  socket.on('message', (message: Buffer) => {
    unanswered = 0;
    const channel = message[0] ?? dataChannel;
    const skipped = Math.min(portBytesLeft[channel] ?? 0, message.length - 1);
    portBytesLeft[channel] = (portBytesLeft[channel] ?? 0) - skipped;
    const payload = message.subarray(1 + skipped);
    if (payload.length === 0) return;
    if (channel === dataChannel && !stream.push(payload)) socket.pause();
    if (channel === errorChannel) stream.destroy(errors.refused(payload.toString()));
  });
  socket.on('error', (error) => stream.destroy(errors.broken(error)));
  socket.on('close', (code) => {
    clearInterval(pinging);
    if (code === abnormalClosure) stream.destroy(errors.broken(new Error('the connection was cut')));
    else stream.push(null);
  });
  return stream;
}

export type PortErrors = {
  /** The pod's side said why there is no connection. */
  readonly refused: (reason: string) => KubernetesError;
  readonly broken: (cause: Error) => KubernetesError;
};

export function createPortErrors(target: { namespace: string; pod: string; port: number }): PortErrors {
  const { namespace, pod, port } = target;
  const about = { verb: 'get', resource: 'pods/portforward', namespace, name: pod };
  const place = `port ${port} of pod ${pod} in namespace ${namespace}`;
  return {
    refused: (reason) => {
      const brief = reason.includes('connection refused')
        ? 'nothing listens there (connection refused)'
        : reason.trim();
      return new KubernetesError('unreachable', `There is no connection to ${place}: ${brief}.`, {
        ...about,
        cause: new Error(reason),
      });
    },
    broken: (cause) =>
      new KubernetesError('unreachable', `The connection to ${place} broke: ${cause.message}.`, { ...about, cause }),
  };
}
