import { readReviewSpec } from '../kubectl/read-review.ts';
import { isAllowed, isPathAllowed, type ResourceAttributes, type User } from './access.ts';
import { type Exchange, sendJson } from './requests/exchange.ts';
import { invalid } from './status.ts';

type Spec = {
  readonly resourceAttributes?: {
    readonly verb?: string;
    readonly group?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly nonResourceAttributes?: { readonly path?: string };
};

/** Handles a SelfSubjectAccessReview, which returns whether the user may perform a request. */
export async function handleAccessReview(exchange: Exchange, user: User): Promise<void> {
  const spec = ((await readReviewSpec(exchange)) ?? {}) as Spec;
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (!resourceAttributes && !nonResourceAttributes) {
    const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    const cause = { reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes' };
    throw invalid({ kind: 'SelfSubjectAccessReview', group: 'authorization.k8s.io', name: '' }, cause);
  }
  const allowed = resourceAttributes
    ? isAllowed(user, toResourceAttributes(resourceAttributes))
    : isPathAllowed(user, nonResourceAttributes?.path ?? '');
  sendJson(exchange, 201, {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status: { allowed },
  });
}

function toResourceAttributes(spec: NonNullable<Spec['resourceAttributes']>): ResourceAttributes {
  return {
    verb: spec.verb ?? '',
    group: spec.group ?? '',
    plural: spec.resource ?? '',
    // Go clients send an empty string for an unset field.
    subresource: spec.subresource || undefined,
    namespace: spec.namespace || undefined,
    name: spec.name || undefined,
  };
}
