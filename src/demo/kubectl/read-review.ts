import { buffer } from 'node:stream/consumers';
import { type Exchange, parseJson } from '../kubernetes/requests/exchange.ts';
import { badRequest } from '../kubernetes/status.ts';
import { readEnvelope, readMessage } from './protobuf.ts';

/** Field numbers of authorization/v1 ResourceAttributes (k8s.io/api/authorization/v1/generated.proto). */
const attributeNames = {
  1: 'namespace',
  2: 'verb',
  3: 'group',
  4: 'version',
  5: 'resource',
  6: 'subresource',
  7: 'name',
};

/** Reads the spec of a self-review: JSON from flink-tui, protobuf from kubectl. */
export async function readReviewSpec(exchange: Exchange): Promise<unknown> {
  const type = exchange.request.headers['content-type'] ?? '';
  const body = await buffer(exchange.request);
  if (!type.startsWith('application/vnd.kubernetes.protobuf')) {
    return Object(parseJson(body.toString(), type)).spec;
  }
  try {
    return decodeSpec(body);
  } catch (error) {
    throw badRequest(`cannot decode the review: ${(error as Error).message}`);
  }
}

/** Decodes the spec, field 2 of a review. Field 1 of the spec is resourceAttributes, or a rules review's namespace. */
function decodeSpec(body: Buffer): object {
  const spec = readMessage(readMessage(readEnvelope(body) ?? Buffer.alloc(0)).get(2) ?? Buffer.alloc(0));
  const [first, nonResource] = [spec.get(1), spec.get(2)];
  return {
    ...(first !== undefined && { resourceAttributes: decodeAttributes(first) }),
    ...(nonResource !== undefined && { nonResourceAttributes: { path: readMessage(nonResource).get(1)?.toString() } }),
  };
}

function decodeAttributes(message: Buffer): object {
  const fields = readMessage(message);
  return Object.fromEntries(
    Object.entries(attributeNames).map(([number, name]) => [name, fields.get(Number(number))?.toString() ?? '']),
  );
}
