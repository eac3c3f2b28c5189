/** The first bytes of Kubernetes' own envelope around a protobuf message. */
const magic = Buffer.from('k8s\0');

/** A message by its field numbers; of a field that comes several times the last one. */
export type Message = ReadonlyMap<number, Buffer>;

/** The message in an envelope (runtime.Unknown): its field 2. undefined if it is not one. */
export function readEnvelope(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, magic.length).equals(magic)) return undefined;
  return readMessage(bytes.subarray(magic.length)).get(2);
}

/** Length-delimited fields (strings and messages); numbers are passed over. Throws a RangeError where it is cut off. */
export function readMessage(bytes: Buffer): Message {
  const fields = new Map<number, Buffer>();
  let position = 0;
  const readVarint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(position);
      position += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (position < bytes.length) {
    const tag = readVarint();
    const wireType = tag % 8;
    if (wireType === 0) readVarint();
    else if (wireType === 2) {
      const length = readVarint();
      if (position + length > bytes.length) throw new RangeError('a field is longer than its message');
      fields.set(Math.floor(tag / 8), bytes.subarray(position, position + length));
      position += length;
    } else throw new RangeError(`wire type ${wireType} is not read here`);
  }
  return fields;
}
