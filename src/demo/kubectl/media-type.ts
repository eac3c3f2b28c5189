import type { IncomingMessage } from 'node:http';
import { StatusError } from '../kubernetes/status.ts';

/** What a get, list or watch is answered with: the objects, or rows for `kubectl get` to print. */
export type ResponseFormat = 'objects' | 'table';

/** The first media type in the Accept header that is served here. */
export function negotiateFormat(request: IncomingMessage): ResponseFormat {
  const accepted = (request.headers.accept ?? '*/*').split(',');
  for (const entry of accepted) {
    const [type, ...parameters] = entry.split(';').map((part) => part.trim());
    if (type !== 'application/json' && type !== 'application/*' && type !== '*/*') continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='));
    if (as === undefined) return 'objects';
    if (as === 'as=Table' && parameters.includes('v=v1')) return 'table';
  }
  throw new StatusError(406, 'NotAcceptable', 'only the following media types are accepted: application/json');
}
