import { readReviewSpec } from '../kubectl/read-review.ts';
import { type AccessQuestion, isAllowed, isOpenPath, type User } from './access.ts';
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

/** May I? The one POST that stores nothing. */
export async function answerAccessReview(exchange: Exchange, user: User): Promise<void> {
  const spec = ((await readReviewSpec(exchange)) ?? {}) as Spec;
  const { resourceAttributes: asked, nonResourceAttributes: askedPath } = spec;
  if (!asked && !askedPath) {
    const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    const cause = { reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes' };
    throw invalid({ kind: 'SelfSubjectAccessReview', group: 'authorization.k8s.io', name: '' }, cause);
  }
  const allowed = asked ? isAllowed(user, questionOf(asked)) : isOpenPath(user, askedPath?.path ?? '');
  sendJson(exchange, 201, {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status: { allowed },
  });
}

function questionOf(asked: NonNullable<Spec['resourceAttributes']>): AccessQuestion {
  return {
    verb: asked.verb ?? '',
    group: asked.group ?? '',
    plural: asked.resource ?? '',
    // An empty string is how Go's clients leave a field out.
    subresource: asked.subresource || undefined,
    namespace: asked.namespace || undefined,
    name: asked.name || undefined,
  };
}
