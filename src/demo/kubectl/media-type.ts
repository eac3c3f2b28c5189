import type { IncomingMessage } from 'node:http';
import { StatusError } from '../kubernetes/status.ts';

/** Response format of a get, list or watch: the objects, or the table that `kubectl get` prints. */
export type ResponseFormat = 'objects' | 'table';

/** Returns the format of the first supported media type in the Accept header. */
export function negotiateFormat(request: IncomingMessage): ResponseFormat {
  const accepted = (request.headers.accept ?? '*/*').split(',');
  for (const entry of accepted) {
    const [type, ...parameters] = entry.split(';').map((part) => part.trim());
    if (type !== 'application/json' && type !== 'application/*' && type !== '*/*') continue;
    const format = parameters.find((parameter) => parameter.startsWith('as='));
    if (format === undefined) return 'objects';
    if (format === 'as=Table' && parameters.includes('v=v1')) return 'table';
  }
  throw new StatusError(406, 'NotAcceptable', 'only the following media types are accepted: application/json');
}
