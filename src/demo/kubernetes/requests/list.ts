import type { DemoObject } from '../../contracts.ts';
import { negotiate } from '../../kubectl/media-type.ts';
import { printTable } from '../../kubectl/table.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import { type ApiResource, apiVersionOf } from '../resources.ts';
import { readRevision, refuseFuture } from '../revision.ts';
import { badRequest, expired } from '../status.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { readSelection } from './selection.ts';

/** Where a list in pages goes on: at the same revision, after this key. */
type ContinueToken = { readonly rv: number; readonly start: string };

const staleToken =
  'The provided continue parameter is too old to display a consistent list result. ' +
  'You can start a new list without the continue parameter.';

export function answerList(exchange: Exchange, info: ResourceRequest, resource: ApiResource, store: VersionedStore) {
  const rendition = negotiate(exchange.request);
  const selection = readSelection(info, resource);
  const limit = readLimit(info.query.get('limit'));
  const token = readToken(info.query.get('continue'));
  const revision = token?.rv ?? revisionToList(info.query, store);

  const all = store.listAt(resource.plural, revision);
  if (!all) throw expired(token ? staleToken : 'The resourceVersion for the provided list is too old.');
  const rest = all.filter((object) => selection.matches(object) && (!token || keyOf(object) > token.start));
  const page = limit === 0 ? rest : rest.slice(0, limit);
  const last = page.at(-1);
  const metadata = {
    resourceVersion: String(revision),
    ...(last &&
      page.length < rest.length && {
        continue: writeToken({ rv: revision, start: keyOf(last) }),
        ...(!selection.isFiltered && { remainingItemCount: rest.length - page.length }),
      }),
  };
  if (rendition === 'table') sendJson(exchange, 200, printTable(resource, page, metadata));
  else {
    const kind = `${resource.kind}List`;
    sendJson(exchange, 200, { kind, apiVersion: apiVersionOf(resource), metadata, items: page.map(asItem) });
  }
}

/** Items of a list do not repeat their kind. */
function asItem({ apiVersion: _, kind: __, ...item }: DemoObject): object {
  return item;
}

function revisionToList(query: URLSearchParams, store: VersionedStore): number {
  const asked = readRevision(query);
  if (asked === undefined) return store.revision();
  refuseFuture(asked, store.revision());
  return query.get('resourceVersionMatch') === 'Exact' ? asked : store.revision();
}

function readLimit(text: string | null): number {
  if (text === null || text === '') return 0;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Math.max(0, Number(text));
}

const keyOf = ({ metadata }: DemoObject) => `${metadata.namespace ?? ''}/${metadata.name}`;

const writeToken = (token: ContinueToken) => Buffer.from(JSON.stringify(token)).toString('base64url');

function readToken(text: string | null): ContinueToken | undefined {
  if (text === null || text === '') return undefined;
  try {
    const { rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<ContinueToken>;
    if (typeof rv === 'number' && typeof start === 'string') return { rv, start };
  } catch {
    // Told below: a token is either ours or not valid.
  }
  throw badRequest('invalid continue token: continue key is not valid');
}
