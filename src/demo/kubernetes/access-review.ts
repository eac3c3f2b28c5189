import { isAllowed, type User } from './access.ts';
import { type Exchange, readJson, sendJson } from './exchange.ts';
import { invalid } from './status.ts';

type Review = {
  readonly spec?: {
    readonly resourceAttributes?: {
      readonly verb?: string;
      readonly group?: string;
      readonly resource?: string;
      readonly subresource?: string;
      readonly namespace?: string;
      readonly name?: string;
    };
  };
};

/** May I? The one POST that stores nothing. */
export async function answerAccessReview(exchange: Exchange, user: User): Promise<void> {
  const review = ((await readJson(exchange)) ?? {}) as Review;
  const asked = review.spec?.resourceAttributes;
  if (!asked) {
    const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    const cause = { reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes' };
    throw invalid({ kind: 'SelfSubjectAccessReview', group: 'authorization.k8s.io', name: '' }, cause);
  }
  const allowed = isAllowed(user, {
    verb: asked.verb ?? '',
    group: asked.group ?? '',
    plural: asked.resource ?? '',
    // An empty string is how Go's clients leave a field out.
    subresource: asked.subresource || undefined,
    namespace: asked.namespace || undefined,
    name: asked.name || undefined,
  });
  sendJson(exchange, 201, {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: review.spec,
    status: { allowed },
  });
}
