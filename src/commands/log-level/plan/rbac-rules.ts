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

/** Rules of the command in addition to attaching. Only the first is required; the others make it faster and more exact. */
export const logLevelRules: readonly Rule[] = [patchConfigMapRule, patchPodRule, ...execRules];
