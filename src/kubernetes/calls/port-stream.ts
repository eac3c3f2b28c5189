import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { KubernetesError } from '../error.ts';
import { startPings } from './socket-pings.ts';

/** Channels of one forwarded port. Each starts with two bytes: the port number. */
const dataChannel = 0;
const errorChannel = 1;
const portBytes = 2;
/** WebSocket close code for an end without the closing handshake. */
const abnormalClosure = 1006;

/**
 * Wraps an open `v4.channel.k8s.io` WebSocket as one TCP connection to a pod, with back-pressure both ways. The
 * protocol cannot signal a half-close: an ended stream stays readable, and only `destroy` closes the pod's side.
 */
export function createPortStream(socket: WebSocket, errors: PortErrors): Duplex {
  const portBytesLeft = [portBytes, portBytes];
  const stream = new Duplex({
    // Nothing can be written once the pod has ended the connection.
    allowHalfOpen: false,
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      pings.sending(chunk.length);
      socket.send(Buffer.concat([Buffer.of(dataChannel), chunk]), (error) => done(error ? errors.lost(error) : null));
    },
    destroy: (error, done) => {
      pings.stop();
      socket.terminate();
      done(error);
    },
  });

  const pings = startPings(socket, (cause) => stream.destroy(errors.lost(cause)));
  socket.on('message', (message: Buffer) => {
    const channel = message[0] ?? dataChannel;
    const skipped = Math.min(portBytesLeft[channel] ?? 0, message.length - 1);
    portBytesLeft[channel] = (portBytesLeft[channel] ?? 0) - skipped;
    const payload = message.subarray(1 + skipped);
    if (payload.length === 0) return;
    if (channel === dataChannel && !stream.push(payload)) socket.pause();
    if (channel === errorChannel) stream.destroy(errors.refused(payload.toString()));
  });
  socket.on('error', (error) => stream.destroy(errors.lost(error)));
  socket.on('close', (code) => {
    pings.stop();
    if (code === abnormalClosure) stream.destroy(errors.lost(new Error('closed unexpectedly')));
    else stream.push(null);
  });
  return stream;
}

export type PortErrors = {
  /** Error for a port that refused the connection, with the reason from the pod's side. */
  readonly refused: (reason: string) => KubernetesError;
  readonly lost: (cause: Error) => KubernetesError;
};

export function createPortErrors(target: { namespace: string; pod: string; port: number }): PortErrors {
  const { namespace, pod, port } = target;
  const context = { verb: 'get', resource: 'pods/portforward', namespace, name: pod };
  const endpoint = `port ${port} of pod ${pod} in namespace ${namespace}`;
  return {
    refused: (reason) => {
      const shortReason = reason.includes('connection refused')
        ? 'nothing listens there (connection refused)'
        : reason.trim();
      return new KubernetesError('unreachable', `cannot connect to ${endpoint}: ${shortReason}`, {
        ...context,
        cause: new Error(reason),
      });
    },
    lost: (cause) =>
      new KubernetesError('unreachable', `lost the connection to ${endpoint}: ${cause.message}`, { ...context, cause }),
  };
}

/** Messages of kubelets (containerd, CRI-O, Docker) for a connection that was never established. */
const refusedMessage = /connection refused|failed to connect|failed to dial|is not running|not found|no such/i;

/** Returns whether a forward failed because the pod never accepted the connection. If so, the data can be resent. */
export function isPortRefused(error: unknown): boolean {
  if (!(error instanceof KubernetesError) || error.resource !== 'pods/portforward') return false;
  return error.cause instanceof Error && refusedMessage.test(error.cause.message);
}
