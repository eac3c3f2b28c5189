import { resources } from '../../../kubernetes/resource.ts';
import type { Rule } from '../../record/command.ts';

export const patchConfigMap: Rule = { verb: 'patch', resource: resources.configMaps };
export const patchPod: Rule = { verb: 'patch', resource: resources.pods };
// API servers judge the upgrade to a websocket under one verb or the other, by their version.
export const exec: readonly Rule[] = ['create', 'get'].map((verb) => ({
  verb,
  resource: resources.pods,
  subresource: 'exec',
}));

/** What the command needs beyond attaching. Without the last three it works too, and tells less or takes longer. */
export const levelRules: readonly Rule[] = [patchConfigMap, patchPod, ...exec];
