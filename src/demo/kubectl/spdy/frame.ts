import type { Readable } from 'node:stream';

export const frameType = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7, headers: 8 } as const;

export const finFlag = 1;

/** A SPDY frame. `type` is undefined for a data frame. */
export type Frame = {
  readonly type: number | undefined;
  readonly stream: number;
  readonly flags: number;
  /** The data of the frame. For a control frame, without the stream id in the first four bytes. */
  readonly payload: Buffer;
};

const headerLength = 8;
const version = 3;
const streamIdMask = 0x7fffffff;

/** Yields the received frames in order until the connection ends. */
export async function* readFrames(transport: Readable): AsyncGenerator<Frame> {
  let buffered = Buffer.alloc(0);
  for await (const chunk of transport) {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    for (;;) {
      if (buffered.length < headerLength) break;
      const end = headerLength + buffered.readUIntBE(5, 3);
      if (buffered.length < end) break;
      yield parseFrame(buffered.subarray(0, end));
      buffered = buffered.subarray(end);
    }
  }
}

function parseFrame(bytes: Buffer): Frame {
  const first = bytes.readUInt32BE(0);
  const flags = bytes.readUInt8(4);
  const payload = bytes.subarray(headerLength);
  const isControl = first > streamIdMask;
  if (!isControl) return { type: undefined, stream: first, flags, payload };
  const type = first & 0xffff;
  const stream = payload.length >= 4 ? payload.readUInt32BE(0) & streamIdMask : 0;
  return { type, stream, flags, payload: payload.subarray(4) };
}

export function controlFrame(type: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(headerLength + 4);
  head.writeUInt16BE(0x8000 + version, 0);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(4 + payload.length, 5, 3);
  head.writeUInt32BE(stream, headerLength);
  return Buffer.concat([head, payload]);
}

export function dataFrame(stream: number, flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(headerLength);
  head.writeUInt32BE(stream, 0);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}
