import type { DemoObject } from '../../contracts.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { parseFieldSelector } from './field-selector.ts';
import { parseLabelSelector } from './label-selector.ts';

/** What a list or watch is about: its namespace, its labels, its fields. */
export type Selection = {
  readonly matches: (object: DemoObject) => boolean;
  /** The answer says how many are left only where nothing is filtered out. */
  readonly isFiltered: boolean;
};

export function readSelection({ namespace, query }: ResourceRequest, resource: ApiResource): Selection {
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
