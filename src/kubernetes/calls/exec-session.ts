import { Readable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ExecSession, ExecTarget } from '../api.ts';
import { execChannels, execError, execProtocols } from './exec-channels.ts';
import { readExecStatus } from './exec-status.ts';
import { startPings } from './socket-pings.ts';

/** The server closes the connection right after the status. */
const closeTimeoutMs = 5000;
/** A status is a few hundred bytes. */
const maxStatusBytes = 65_536;

/** Wraps an open exec WebSocket as a running command, with back-pressure both ways. */
export function createExecSession(socket: WebSocket, target: ExecTarget): ExecSession {
  const { promise: ended, resolve, reject } = Promise.withResolvers<number>();
  // The session may be closed before anyone waits for its end.
  ended.catch(() => {});
  const outputs = createOutputs(socket);
  const pings = startPings(socket, (cause) => fail(execError('unreachable', target, cause.message, cause)));
  let status = '';
  let isInputEnded = false;

  const send = (channel: number, payload: Uint8Array, onSent?: () => void) => {
    pings.sending(payload.length);
    socket.send(Buffer.concat([Buffer.of(channel), payload]), () => onSent?.());
  };
  const fail = (reason: unknown) => {
    reject(reason);
    socket.terminate();
  };
  const settle = () => {
    const end = readExecStatus(status);
    if (end === undefined) reject(execError('unreachable', target, 'connection lost'));
    else if ('failure' in end) reject(execError('invalid', target, end.failure));
    else resolve(end.exitCode);
  };

  socket.on('message', (message: Buffer) => {
    const channel = message[0];
    const payload = message.subarray(1);
    if (channel === execChannels.output) outputs.push('stdout', payload);
    else if (channel === execChannels.errorOutput) outputs.push('stderr', payload);
    else if (channel === execChannels.status && status.length < maxStatusBytes) {
      status += payload.toString();
      if (readExecStatus(status) !== undefined) setTimeout(() => socket.terminate(), closeTimeoutMs).unref();
    }
  });
  socket.on('error', (error) => fail(execError('unreachable', target, error.message, error)));
  socket.on('close', () => {
    pings.stop();
    outputs.end();
    settle();
  });

  return {
    stdout: outputs.stdout,
    stderr: outputs.stderr,
    write: (bytes) =>
      new Promise((onSent) => {
        if (isInputEnded || socket.readyState !== socket.OPEN) onSent();
        else send(execChannels.input, bytes, onSent);
      }),
    endInput: () => {
      isInputEnded = true;
      if (socket.protocol !== execProtocols[0]) return false;
      if (socket.readyState === socket.OPEN) send(execChannels.close, Uint8Array.of(execChannels.input));
      return true;
    },
    resize: ({ columns, rows }) => {
      const size = JSON.stringify({ Width: columns, Height: rows });
      if (socket.readyState === socket.OPEN) send(execChannels.resize, Buffer.from(size));
    },
    ended,
    close: fail,
  };
}

/** Two streams that share one connection. While one of them is full, nothing is read. */
function createOutputs(socket: WebSocket) {
  const full = new Set<Readable>();
  const create = (): Readable => {
    const stream: Readable = new Readable({
      read: () => {
        if (full.delete(stream) && full.size === 0) socket.resume();
      },
    });
    return stream;
  };
  const streams = { stdout: create(), stderr: create() };
  return {
    ...streams,
    push: (name: 'stdout' | 'stderr', payload: Buffer) => {
      if (payload.length === 0 || streams[name].push(payload)) return;
      full.add(streams[name]);
      socket.pause();
    },
    end: () => {
      streams.stdout.push(null);
      streams.stderr.push(null);
    },
  };
}
