import { qualifiedName } from './resources.ts';

type Cause = { readonly reason: string; readonly message: string; readonly field?: string };
type Details = {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
};

/** The body of every refusal. */
export type Status = {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason?: string;
  readonly details?: Details;
  readonly code: number;
};

/** Thrown by whatever handles a request; answered as its status. */
export class Refusal extends Error {
  readonly status: Status;

  constructor(code: number, reason: string | undefined, message: string, details?: Details) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason !== undefined && { reason }),
      ...(details && { details }),
      code,
    };
  }
}

type Named = { readonly group: string; readonly plural: string };

export function detailsOf({ group, plural }: Named, name?: string): Details {
  return { ...(name !== undefined && { name }), ...(group !== '' && { group }), kind: plural };
}

export const unauthorized = () => new Refusal(401, 'Unauthorized', 'Unauthorized');

export const badRequest = (message: string) => new Refusal(400, 'BadRequest', message);

export const notFound = (resource: Named, name: string) =>
  new Refusal(404, 'NotFound', `${qualifiedName(resource)} "${name}" not found`, detailsOf(resource, name));

export const unsupportedMediaType = () => new Refusal(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

/** 410, as it is said of a revision that is no longer kept. */
export const expired = (message: string) => new Refusal(410, 'Expired', message);

export const serviceUnavailable = (message: string) => new Refusal(503, 'ServiceUnavailable', message);

/** Of a write on an older state; `name` is how the real server names the kind here: `pods`, but `Pod` in a delete. */
export const conflict = (kind: { readonly group: string; readonly plural: string }, name: string, why: string) =>
  new Refusal(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(kind)} "${name}": ${why}`,
    detailsOf(kind, name),
  );

/** 422 with one cause. */
export function invalid(
  kind: { readonly kind: string; readonly group?: string; readonly name: string },
  cause: { readonly reason: string; readonly message: string; readonly field: string },
): Refusal {
  const group = kind.group ?? '';
  const full = group === '' ? kind.kind : `${kind.kind}.${group}`;
  return new Refusal(422, 'Invalid', `${full} "${kind.name}" is invalid: ${cause.field}: ${cause.message}`, {
    ...(kind.name !== '' && { name: kind.name }),
    ...(group !== '' && { group }),
    kind: kind.kind,
    causes: [cause],
  });
}
