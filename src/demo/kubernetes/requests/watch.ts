import type { DemoObject } from '../../contracts.ts';
import { buildTable } from '../../kubectl/build-table.ts';
import { negotiateFormat } from '../../kubectl/media-type.ts';
import { type Change, type VersionedStore, withRevision } from '../object-store.ts';
import { isTrueParameter, type ResourceRequest } from '../request-info.ts';
import { parseResourceVersion } from '../resource-version.ts';
import { type ApiResource, apiVersionOf } from '../resources.ts';
import { expired, invalid, type Status } from '../status.ts';
import type { Exchange } from './exchange.ts';
import { parseSelection, type Selection } from './selection.ts';

type WatchEvent = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: DemoObject };

const bookmarkIntervalMs = 60_000;
/** The real API server ends a watch without `timeoutSeconds` after a random time of 30 to 60 minutes. */
const minWatchMs = 1_800_000;

/** Functions that end the open watches, one for each watch. */
export type OpenWatches = Set<() => void>;

export function handleWatch(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  store: VersionedStore,
  openWatches: OpenWatches,
): void {
  const { response } = exchange;
  const selection = parseSelection(info, resource);
  const since = parseResourceVersion(info.query);
  const wantsInitialEvents = parseSendInitialEvents(info.query);
  const writeEvent = createEventWriter(exchange, resource);
  exchange.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();

  const missedChanges = since === undefined || wantsInitialEvents ? [] : store.changesSince(resource.plural, since);
  if (!missedChanges) {
    const { status } = expired(`too old resource version: ${since} (${store.revision()})`);
    response.end(`${JSON.stringify({ type: 'ERROR', object: status satisfies Status })}\n`);
    return;
  }
  if (since === undefined || wantsInitialEvents) {
    for (const object of store.list(resource.plural))
      if (selection.matches(object)) writeEvent({ type: 'ADDED', object });
  }
  if (wantsInitialEvents)
    writeEvent(createBookmark(resource, store.revision(), { 'k8s.io/initial-events-end': 'true' }));
  const handleChange = (change: Change) => {
    // A watch from a future revision skips changes until the store reaches that revision.
    if (change.kind !== resource.plural || change.revision <= (since ?? 0)) return;
    const event = toWatchEvent(change, selection);
    if (event) writeEvent(event);
  };
  for (const change of missedChanges) handleChange(change);

  const unsubscribe = store.onChange(handleChange);
  const bookmarks = isTrueParameter(info.query.get('allowWatchBookmarks'))
    ? setInterval(() => writeEvent(createBookmark(resource, store.revision())), bookmarkIntervalMs)
    : undefined;
  const stop = () => {
    unsubscribe();
    clearInterval(bookmarks);
    clearTimeout(timeout);
    openWatches.delete(end);
  };
  // With a slow client, `close` can fire long after `end`, so events must stop first.
  const end = () => {
    stop();
    response.end();
  };
  const timeout = setTimeout(end, watchTimeoutMs(info.query));
  openWatches.add(end);
  response.once('close', stop);
}

/** Converts a change to an event: ADDED when an object enters the selection, DELETED when it leaves. */
function toWatchEvent({ before, after, revision }: Change, { matches }: Selection): WatchEvent | undefined {
  const matchedBefore = before !== undefined && matches(before);
  if (after && matches(after)) return { type: matchedBefore ? 'MODIFIED' : 'ADDED', object: after };
  return matchedBefore ? { type: 'DELETED', object: withRevision(before, revision) } : undefined;
}

function createBookmark(resource: ApiResource, revision: number, annotations?: Record<string, string>): WatchEvent {
  const metadata = { resourceVersion: String(revision), ...(annotations && { annotations }) };
  // A bookmark is an object of the watched kind whose metadata has no name.
  const object = { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata } as unknown as DemoObject;
  return { type: 'BOOKMARK', object };
}

function createEventWriter({ request, response }: Exchange, resource: ApiResource): (event: WatchEvent) => void {
  const isTable = negotiateFormat(request) === 'table';
  let isFirst = true;
  return ({ type, object }) => {
    const { resourceVersion = '' } = object.metadata;
    const rows = type === 'BOOKMARK' ? [] : [object];
    const body = isTable ? buildTable(resource, rows, { resourceVersion }, { withColumns: isFirst }) : object;
    isFirst = false;
    response.write(`${JSON.stringify({ type, object: body })}\n`);
  };
}

function parseSendInitialEvents(query: URLSearchParams): boolean {
  if (!isTrueParameter(query.get('sendInitialEvents'))) return false;
  if (query.get('resourceVersionMatch') === 'NotOlderThan') return true;
  throw invalid(
    { kind: 'ListOptions', group: 'meta.k8s.io', name: '' },
    {
      reason: 'FieldValueForbidden',
      message: 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      field: 'resourceVersionMatch',
    },
  );
}

function watchTimeoutMs(query: URLSearchParams): number {
  const requestedSeconds = Number(query.get('timeoutSeconds') ?? 0);
  return requestedSeconds > 0 ? requestedSeconds * 1000 : minWatchMs * (1 + Math.random());
}
