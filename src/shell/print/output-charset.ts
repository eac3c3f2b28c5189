import { asciiOf } from '../../text/ascii.ts';
import type { Streams } from './streams.ts';

export type OutputCharset = {
  readonly set: (charset: 'unicode' | 'ascii') => void;
  /** For the screen: no replacement may be wider than the original character. */
  readonly keepWidths: () => void;
};

type Out = Streams['stdout'];
type Write = (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;

/**
 * Converts all output of these streams to ASCII if required. Standard output to a file or a program stays unchanged,
 * because it is data: names, JSON, log lines.
 */
export function createOutputCharset({ stdout, stderr }: Pick<Streams, 'stdout' | 'stderr'>): OutputCharset {
  let charset: 'unicode' | 'ascii' = 'unicode';
  let ellipsis: '~' | '...' = '...';
  const convert = (stream: Out) => {
    const write = stream.write.bind(stream) as Write;
    const toAscii: Write = (chunk, ...rest) => {
      if (charset === 'unicode') return write(chunk, ...rest);
      return write(asciiOf(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString(), ellipsis), ...rest);
    };
    stream.write = toAscii as Out['write'];
  };
  if (stdout.isTTY === true) convert(stdout);
  convert(stderr);
  return {
    set: (chosen) => {
      charset = chosen;
    },
    keepWidths: () => {
      ellipsis = '~';
    },
  };
}
