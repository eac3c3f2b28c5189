import { rulesOf, type User } from '../kubernetes/access.ts';
import { type Exchange, sendJson } from '../kubernetes/requests/exchange.ts';

/** Handles `kubectl auth can-i --list`. The rules are the same in every namespace. */
export function handleRulesReview(exchange: Exchange, user: User): void {
  sendJson(exchange, 201, {
    kind: 'SelfSubjectRulesReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: {},
    status: {
      resourceRules: rulesOf(user).map(({ verbs, group, resources }) => ({ verbs, apiGroups: [group], resources })),
      nonResourceRules: [],
      incomplete: false,
    },
  });
}

/** Handles `kubectl auth whoami`. */
export function handleSelfReview(exchange: Exchange, user: User): void {
  sendJson(exchange, 201, {
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {},
    status: { userInfo: { username: user, groups: ['system:authenticated'] } },
  });
}
