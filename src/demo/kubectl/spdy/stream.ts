import { Duplex } from 'node:stream';

type Outgoing = {
  readonly data: (payload: Buffer, done: (error?: Error | null) => void) => void;
  readonly fin: (done: (error?: Error | null) => void) => void;
  readonly reset: () => void;
};

/** A SPDY stream that the client opened. Received data is buffered until it is read. */
export class SpdyStream extends Duplex {
  readonly headers: ReadonlyMap<string, string>;
  private readonly outgoing: Outgoing;

  constructor(headers: ReadonlyMap<string, string>, outgoing: Outgoing) {
    super();
    this.headers = headers;
    this.outgoing = outgoing;
  }

  override _read(): void {
    // Kubernetes clients do not use SPDY flow control, so received data is pushed immediately.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.outgoing.data(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.outgoing.fin(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.writableFinished) this.outgoing.reset();
    done(error);
  }
}
