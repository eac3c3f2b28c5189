import { resources } from '../../../kubernetes/resource.ts';
import type { Rule } from '../../record/command.ts';
import { execRules } from '../../record/exec-rules.ts';

export const patchConfigMapRule: Rule = { verb: 'patch', resource: resources.configMaps };
export const patchPodRule: Rule = { verb: 'patch', resource: resources.pods };

/**
 * Rules of log-level in addition to the rules for attaching. Only the first rule is required: the other rules make the
 * sync faster and the reported times more exact.
 */
export const logLevelRules: readonly Rule[] = [patchConfigMapRule, patchPodRule, ...execRules];
