import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { headerDictionary as dictionary } from './header-dictionary.ts';

/** The headers of one connection: each direction is a single compressed stream, so blocks must pass in order. */
export class HeaderCodec {
  private readonly inflate = createInflate({ dictionary });
  private readonly deflate = createDeflate({ dictionary });

  /** Names are lower case. */
  async read(block: Buffer): Promise<ReadonlyMap<string, string>> {
    const plain = await transform(this.inflate, block);
    const headers = new Map<string, string>();
    let at = 4;
    const text = () => {
      const length = plain.readUInt32BE(at);
      at += 4 + length;
      return plain.toString('utf8', at - length, at);
    };
    for (let left = plain.readUInt32BE(0); left > 0; left -= 1) {
      const name = text();
      headers.set(name, text());
    }
    return headers;
  }

  /** A block that says nothing, as the kubelet answers. */
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
