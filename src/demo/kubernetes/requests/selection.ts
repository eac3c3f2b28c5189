import type { DemoObject } from '../../contracts.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { parseFieldSelector } from './field-selector.ts';
import { parseLabelSelector } from './label-selector.ts';

/** The namespace, label selector and field selector of a list or watch. */
export type Selection = {
  readonly matches: (object: DemoObject) => boolean;
  /** True with a label or field selector. A filtered list has no `remainingItemCount`. */
  readonly isFiltered: boolean;
};

export function parseSelection({ namespace, query }: ResourceRequest, resource: ApiResource): Selection {
  const labelSelector = query.get('labelSelector') ?? '';
  const fieldSelector = query.get('fieldSelector') ?? '';
  const labelsMatch = parseLabelSelector(labelSelector);
  const fieldsMatch = parseFieldSelector(fieldSelector, resource);
  return {
    isFiltered: labelSelector !== '' || fieldSelector !== '',
    matches: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      labelsMatch(object.metadata.labels ?? {}) &&
      fieldsMatch(object),
  };
}
