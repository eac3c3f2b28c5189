import { buildTable } from '../../kubectl/build-table.ts';
import { negotiateFormat } from '../../kubectl/media-type.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { notFound } from '../status.ts';
import { type Exchange, sendJson } from './exchange.ts';

export function handleGet(exchange: Exchange, info: ResourceRequest, resource: ApiResource, store: VersionedStore) {
  const format = negotiateFormat(exchange.request);
  const name = info.name ?? '';
  const object = store.get(resource.plural, resource.namespaced ? info.namespace : undefined, name);
  if (!object) throw notFound(resource, name);
  const { resourceVersion = '' } = object.metadata;
  sendJson(exchange, 200, format === 'table' ? buildTable(resource, [object], { resourceVersion }) : object);
}
