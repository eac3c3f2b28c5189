import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { tooLargeError } from '../../flink/response-error.ts';
import { defaultMaxBytes, type RestRequest, type RestResponse } from '../../flink/rest.ts';

/** Of an answer that is an error: a stack trace or the page of a gateway is shorter. */
const mostErrorCharacters = 2 ** 20;

/** Takes the bytes of an answer, and no more of them than the request allows. Throws `too-large`, and what `onText` throws. */
export function createAnswerReader(
  { statusCode: status = 0, headers }: IncomingMessage,
  request: RestRequest,
): { readonly push: (chunk: Buffer) => void; readonly end: () => RestResponse } {
  const { maxBytes = defaultMaxBytes, onText } = request;
  const decoder = new StringDecoder('utf8');
  const isGood = status >= 200 && status < 300;
  let bytes = Number(headers['content-length'] ?? 0) > maxBytes ? maxBytes : 0;
  let body = '';

  const take = (text: string) => {
    if (isGood && onText !== undefined) onText(text);
    else if (isGood || body.length < mostErrorCharacters) body += text;
  };

  return {
    push: (chunk) => {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLargeError(request);
      take(decoder.write(chunk));
    },
    end: () => {
      take(decoder.end());
      return { status, body, ...(headers.location !== undefined && { location: headers.location }) };
    },
  };
}
