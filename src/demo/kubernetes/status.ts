import { qualifiedName } from './resources.ts';

type Cause = { readonly reason: string; readonly message: string; readonly field?: string };
type Details = {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
};

/** The body of every error response. */
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

/** An error that is sent to the client as a Status. */
export class StatusError extends Error {
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

type GroupResource = { readonly group: string; readonly plural: string };

export function detailsOf({ group, plural }: GroupResource, name?: string): Details {
  return { ...(name !== undefined && { name }), ...(group !== '' && { group }), kind: plural };
}

export const unauthorized = () => new StatusError(401, 'Unauthorized', 'Unauthorized');

export const badRequest = (message: string) => new StatusError(400, 'BadRequest', message);

export const notFound = (resource: GroupResource, name: string) =>
  new StatusError(404, 'NotFound', `${qualifiedName(resource)} "${name}" not found`, detailsOf(resource, name));

export const unsupportedMediaType = () =>
  new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});

/** Returns error 410 for a compacted revision. */
export const expired = (message: string) => new StatusError(410, 'Expired', message);

export const serviceUnavailable = (message: string) => new StatusError(503, 'ServiceUnavailable', message);

/** Returns error 409 for a write to an outdated object. For a DELETE, `plural` is the kind, such as `Pod`. */
export const conflict = (kind: GroupResource, name: string, reason: string) =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(kind)} "${name}": ${reason}`,
    detailsOf(kind, name),
  );

/** Returns error 422 with one cause. */
export function invalid(
  kind: { readonly kind: string; readonly group?: string; readonly name: string },
  cause: { readonly reason: string; readonly message: string; readonly field: string },
): StatusError {
  const group = kind.group ?? '';
  const qualifiedKind = group === '' ? kind.kind : `${kind.kind}.${group}`;
  return new StatusError(
    422,
    'Invalid',
    `${qualifiedKind} "${kind.name}" is invalid: ${cause.field}: ${cause.message}`,
    {
      ...(kind.name !== '' && { name: kind.name }),
      ...(group !== '' && { group }),
      kind: kind.kind,
      causes: [cause],
    },
  );
}
