import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { responseTooLargeError } from '../../flink/response-error.ts';
import { defaultMaxBytes, type RestRequest, type RestResponse } from '../../flink/rest.ts';

/** Limit for error responses. A stack trace or a gateway's page is shorter. */
const maxErrorCharacters = 2 ** 20;

/** Collects a response up to the size that the request allows. Throws `too-large`, and any error of `onText`. */
export function createResponseReader(
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
    else if (isGood || body.length < maxErrorCharacters) body += text;
  };

  return {
    push: (chunk) => {
      bytes += chunk.length;
      if (bytes > maxBytes) throw responseTooLargeError(request);
      take(decoder.write(chunk));
    },
    end: () => {
      take(decoder.end());
      return { status, body, ...(headers.location !== undefined && { location: headers.location }) };
    },
  };
}
