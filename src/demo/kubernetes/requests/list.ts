import type { DemoObject } from '../../contracts.ts';
import { buildTable } from '../../kubectl/build-table.ts';
import { negotiateFormat } from '../../kubectl/media-type.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import { parseResourceVersion, rejectFutureRevision } from '../resource-version.ts';
import { type ApiResource, apiVersionOf } from '../resources.ts';
import { badRequest, expired } from '../status.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { parseSelection } from './selection.ts';

/** The position of the next page: the revision of the list and the last returned key. */
type ContinueToken = { readonly rv: number; readonly start: string };

const expiredTokenMessage =
  'The provided continue parameter is too old to display a consistent list result. ' +
  'You can start a new list without the continue parameter.';

export function handleList(exchange: Exchange, info: ResourceRequest, resource: ApiResource, store: VersionedStore) {
  const format = negotiateFormat(exchange.request);
  const selection = parseSelection(info, resource);
  const limit = parseLimit(info.query.get('limit'));
  const token = decodeToken(info.query.get('continue'));
  const revision = token?.rv ?? chooseRevision(info.query, store);

  const all = store.listAt(resource.plural, revision);
  if (!all) throw expired(token ? expiredTokenMessage : 'The resourceVersion for the provided list is too old.');
  const remaining = all.filter((object) => selection.matches(object) && (!token || keyOf(object) > token.start));
  const page = limit === 0 ? remaining : remaining.slice(0, limit);
  const last = page.at(-1);
  const metadata = {
    resourceVersion: String(revision),
    ...(last &&
      page.length < remaining.length && {
        continue: encodeToken({ rv: revision, start: keyOf(last) }),
        ...(!selection.isFiltered && { remainingItemCount: remaining.length - page.length }),
      }),
  };
  if (format === 'table') sendJson(exchange, 200, buildTable(resource, page, metadata));
  else {
    const kind = `${resource.kind}List`;
    sendJson(exchange, 200, { kind, apiVersion: apiVersionOf(resource), metadata, items: page.map(toListItem) });
  }
}

/** Removes the kind and the API version, because the list contains them only once. */
function toListItem({ apiVersion: _, kind: __, ...item }: DemoObject): object {
  return item;
}

function chooseRevision(query: URLSearchParams, store: VersionedStore): number {
  const requested = parseResourceVersion(query);
  if (requested === undefined) return store.revision();
  rejectFutureRevision(requested, store.revision());
  return query.get('resourceVersionMatch') === 'Exact' ? requested : store.revision();
}

function parseLimit(text: string | null): number {
  if (text === null || text === '') return 0;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Math.max(0, Number(text));
}

const keyOf = ({ metadata }: DemoObject) => `${metadata.namespace ?? ''}/${metadata.name}`;

const encodeToken = (token: ContinueToken) => Buffer.from(JSON.stringify(token)).toString('base64url');

function decodeToken(text: string | null): ContinueToken | undefined {
  if (text === null || text === '') return undefined;
  try {
    const { rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<ContinueToken>;
    if (typeof rv === 'number' && typeof start === 'string') return { rv, start };
  } catch {
    // The error below reports malformed JSON.
  }
  throw badRequest('invalid continue token: continue key is not valid');
}
