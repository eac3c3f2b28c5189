import type { DemoObject } from '../contracts.ts';
import type { ApiResource } from '../kubernetes/resources.ts';
import { columnsOf } from './table-columns.ts';

type TableMetadata = { readonly resourceVersion: string };

/** Returns the objects as the `meta.k8s.io/v1` Table that `kubectl get` prints. */
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
    // Only the first event of a watch contains the column definitions.
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
