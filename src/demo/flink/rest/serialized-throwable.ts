/**
 * Encodes Flink's SerializedThrowable as a Java object stream (protocol version 5) in base64. Flink's client polls
 * until a timeout if the response lacks this field.
 */
export function serializedThrowable(stackTrace: string): string {
  return Buffer.concat([
    streamHeader,
    Buffer.from([tag.object, tag.classDescription]),
    utf('org.apache.flink.util.SerializedThrowable'),
    serialVersionUid,
    Buffer.from([serializableFlag, 0, 2]),
    stringField('fullStringifiedStackTrace'),
    stringField('originalErrorClassName'),
    Buffer.from([tag.endOfBlock, tag.null]),
    // The client prints only these two fields. Both contain the full trace, because the stream has no cause objects.
    longString(stackTrace),
    longString(stackTrace),
  ]).toString('base64');
}

const tag = { null: 0x70, classDescription: 0x72, object: 0x73, string: 0x74, endOfBlock: 0x78, longString: 0x7c };
const streamHeader = Buffer.from([0xac, 0xed, 0, 5]);
const serializableFlag = 2;
const serialVersionUid = Buffer.from('65169df51fa713f3', 'hex');

/** Encodes a two-byte length and the text. The text is ASCII, where UTF-8 equals Java's modified UTF-8. */
function utf(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const stringField = (name: string): Buffer =>
  Buffer.concat([Buffer.from('L'), utf(name), Buffer.from([tag.string]), utf('Ljava/lang/String;')]);

function longString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes.length));
  return Buffer.concat([Buffer.from([tag.longString]), length, bytes]);
}
