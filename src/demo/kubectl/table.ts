import type { DemoObject } from '../contracts.ts';
import type { ApiResource } from '../kubernetes/resources.ts';
import { columnsOf } from './table-columns.ts';

type TableMetadata = { readonly resourceVersion: string };

/** Rows for `kubectl get`, which prints what the server says. */
export function buildTable(
  resource: ApiResource,
  objects: readonly DemoObject[],
  metadata: TableMetadata,
  { withColumns = true } = {},
): object {
  const columns = columnsOf(resource);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    // Only the first event of a watch has the columns.
    columnDefinitions: withColumns
      ? columns.map(({ name, type = 'string', wide = false }) => ({
          name,
          type,
          format: name === 'Name' ? 'name' : '',
          description: '',
          priority: wide ? 1 : 0,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object)),
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  };
}
