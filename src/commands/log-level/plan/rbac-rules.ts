import { resources } from '../../../kubernetes/resource.ts';
import type { Rule } from '../../record/command.ts';

export const patchConfigMapRule: Rule = { verb: 'patch', resource: resources.configMaps };
export const patchPodRule: Rule = { verb: 'patch', resource: resources.pods };
// Depending on the version, the API server authorizes the WebSocket upgrade as `create` or `get`.
export const execRules: readonly Rule[] = ['create', 'get'].map((verb) => ({
  verb,
  resource: resources.pods,
  subresource: 'exec',
}));

/**
 * Rules of log-level in addition to the rules for attaching. Only the first rule is required: the other rules make the
 * sync faster and the reported times more exact.
 */
export const logLevelRules: readonly Rule[] = [patchConfigMapRule, patchPodRule, ...execRules];
