/** The first bytes of the Kubernetes envelope around a protobuf message. */
const magic = Buffer.from('k8s\0');

/** Fields of a message by number. A repeated field has only its last value. */
export type Message = ReadonlyMap<number, Buffer>;

/** Returns the message in an envelope (field 2 of runtime.Unknown); undefined if there is no envelope. */
export function readEnvelope(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, magic.length).equals(magic)) return undefined;
  return readMessage(bytes.subarray(magic.length)).get(2);
}

/** Reads the length-delimited fields (strings, messages) and skips numbers. Throws a RangeError for invalid bytes. */
export function readMessage(bytes: Buffer): Message {
  const fields = new Map<number, Buffer>();
  let offset = 0;
  const readVarint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(offset);
      offset += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < bytes.length) {
    const tag = readVarint();
    const wireType = tag % 8;
    if (wireType === 0) readVarint();
    else if (wireType === 2) {
      const length = readVarint();
      if (offset + length > bytes.length) throw new RangeError('field exceeds the message length');
      fields.set(Math.floor(tag / 8), bytes.subarray(offset, offset + length));
      offset += length;
    } else throw new RangeError(`unsupported wire type ${wireType}`);
  }
  return fields;
}
