import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { headerDictionary as dictionary } from './header-dictionary.ts';

/** Header compression of one connection. Each direction is one zlib stream, so header blocks must stay in order. */
export class HeaderCodec {
  private readonly inflate = createInflate({ dictionary });
  private readonly deflate = createDeflate({ dictionary });

  /** Returns the headers by lower-case name. */
  async read(block: Buffer): Promise<ReadonlyMap<string, string>> {
    const plain = await transform(this.inflate, block);
    const headers = new Map<string, string>();
    let offset = 4;
    const readText = () => {
      const length = plain.readUInt32BE(offset);
      offset += 4 + length;
      return plain.toString('utf8', offset - length, offset);
    };
    for (let remaining = plain.readUInt32BE(0); remaining > 0; remaining -= 1) {
      const name = readText();
      headers.set(name, readText());
    }
    return headers;
  }

  /** Encodes a header block without headers, like the block in the kubelet's replies. */
  writeEmpty(): Promise<Buffer> {
    return transform(this.deflate, Buffer.alloc(4));
  }

  close(): void {
    this.inflate.close();
    this.deflate.close();
  }
}

function transform(stream: Deflate | Inflate, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.write(bytes);
    stream.flush(constants.Z_SYNC_FLUSH, () => {
      stream.off('error', reject);
      resolve(stream.read() ?? Buffer.alloc(0));
    });
  });
}
