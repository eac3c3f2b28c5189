import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Queues actions while the gate is closed, and runs them once it opens. */
export class Gate {
  private pending: (() => void)[] | undefined;

  close(): void {
    this.pending ??= [];
  }

  open(): void {
    const actions = this.pending ?? [];
    this.pending = undefined;
    for (const action of actions) action();
  }

  /** Runs an action immediately, or in order once the gate opens. */
  run(action: () => void): void {
    if (this.pending) this.pending.push(action);
    else action();
  }
}

/** A TCP connection that a closed gate blocks in both directions, like a connection to a server that hangs. */
export class GatedSocket extends Duplex {
  private readonly socket: Socket;
  private readonly gate: Gate;

  constructor(socket: Socket, gate: Gate) {
    super();
    this.socket = socket;
    this.gate = gate;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      socket.pause();
      gate.run(() => {
        if (this.push(chunk)) socket.resume();
      });
    });
    socket.on('end', () => gate.run(() => this.push(null)));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.pause();
  }

  override _read(): void {
    this.gate.run(() => this.socket.resume());
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.gate.run(() => this.socket.write(chunk, done));
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this.gate.run(() => this.socket.write(bytes, done));
  }

  override _final(done: () => void): void {
    this.gate.run(() => this.socket.end(done));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}
