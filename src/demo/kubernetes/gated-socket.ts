import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Shut, it holds back every byte in both directions. */
export class Gate {
  private waiting: (() => void)[] | undefined;

  get isShut(): boolean {
    return this.waiting !== undefined;
  }

  shut(): void {
    this.waiting ??= [];
  }

  open(): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    for (const pass of waiting) pass();
  }

  /** At once, or when it opens; in order. */
  pass(action: () => void): void {
    if (this.waiting) this.waiting.push(action);
    else action();
  }
}

/** A TCP connection behind a gate: what a server that hangs looks like from outside. */
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
      gate.pass(() => {
        if (this.push(chunk)) socket.resume();
      });
    });
    socket.on('end', () => gate.pass(() => this.push(null)));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.pause();
  }

  override _read(): void {
    this.gate.pass(() => this.socket.resume());
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.gate.pass(() => this.socket.write(chunk, done));
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this.gate.pass(() => this.socket.write(bytes, done));
  }

  override _final(done: () => void): void {
    this.gate.pass(() => this.socket.end(done));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}
