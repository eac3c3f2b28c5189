import type { DemoObject } from '../../contracts.ts';
import { negotiate } from '../../kubectl/media-type.ts';
import { printTable } from '../../kubectl/table.ts';
import { atRevision, type Change, type VersionedStore } from '../object-store.ts';
import { isTrue, type ResourceRequest } from '../request-info.ts';
import { type ApiResource, apiVersionOf } from '../resources.ts';
import { readRevision } from '../revision.ts';
import { expired, invalid, type Status } from '../status.ts';
import type { Exchange } from './exchange.ts';
import { readSelection, type Selection } from './selection.ts';

type WatchEvent = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: DemoObject };

const bookmarkIntervalMs = 60_000;
/** The real server ends a watch without a timeout of its own after 30 to 60 minutes. */
const shortestWatchMs = 1_800_000;

/** The watches that are open, so that all of them can be ended. */
export type OpenWatches = Set<() => void>;

export function answerWatch(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  store: VersionedStore,
  open: OpenWatches,
): void {
  const { response } = exchange;
  const selection = readSelection(info, resource);
  const since = readRevision(info.query);
  const wantsInitialEvents = readSendInitialEvents(info.query);
  const write = eventWriter(exchange, resource);
  exchange.sendHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();

  const past = since === undefined || wantsInitialEvents ? [] : store.changesSince(resource.plural, since);
  if (!past) {
    const { status } = expired(`too old resource version: ${since} (${store.revision()})`);
    response.end(`${JSON.stringify({ type: 'ERROR', object: status satisfies Status })}\n`);
    return;
  }
  if (since === undefined || wantsInitialEvents) {
    for (const object of store.list(resource.plural)) if (selection.matches(object)) write({ type: 'ADDED', object });
  }
  if (wantsInitialEvents) write(bookmark(resource, store.revision(), { 'k8s.io/initial-events-end': 'true' }));
  const pass = (change: Change) => {
    // A watch from a revision of the future waits until the store gets there.
    if (change.kind !== resource.plural || change.revision <= (since ?? 0)) return;
    const event = select(change, selection);
    if (event) write(event);
  };
  for (const change of past) pass(change);

  const unsubscribe = store.subscribeToChanges(pass);
  const bookmarks = isTrue(info.query.get('allowWatchBookmarks'))
    ? setInterval(() => write(bookmark(resource, store.revision())), bookmarkIntervalMs)
    : undefined;
  const stop = () => {
    unsubscribe();
    clearInterval(bookmarks);
    clearTimeout(timeout);
    open.delete(end);
  };
  // A reader that is slow or gone lets an answer that has ended wait long for its close: nothing is written meanwhile.
  const end = () => {
    stop();
    response.end();
  };
  const timeout = setTimeout(end, watchTimeoutMs(info.query));
  open.add(end);
  response.once('close', stop);
}

/** An object that enters the selection is added to it, one that leaves it is deleted from it. */
function select({ before, after, revision }: Change, { matches }: Selection): WatchEvent | undefined {
  const was = before !== undefined && matches(before);
  if (after && matches(after)) return { type: was ? 'MODIFIED' : 'ADDED', object: after };
  return was ? { type: 'DELETED', object: atRevision(before, revision) } : undefined;
}

function bookmark(resource: ApiResource, revision: number, annotations?: Record<string, string>): WatchEvent {
  const metadata = { resourceVersion: String(revision), ...(annotations && { annotations }) };
  // A bookmark is an object of the kind with nothing in it, not even a name.
  const object = { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata } as unknown as DemoObject;
  return { type: 'BOOKMARK', object };
}

function eventWriter({ request, response }: Exchange, resource: ApiResource): (event: WatchEvent) => void {
  const asTable = negotiate(request) === 'table';
  let isFirst = true;
  return ({ type, object }) => {
    const { resourceVersion = '' } = object.metadata;
    const rows = type === 'BOOKMARK' ? [] : [object];
    const body = asTable ? printTable(resource, rows, { resourceVersion }, { withColumns: isFirst }) : object;
    isFirst = false;
    response.write(`${JSON.stringify({ type, object: body })}\n`);
  };
}

function readSendInitialEvents(query: URLSearchParams): boolean {
  if (!isTrue(query.get('sendInitialEvents'))) return false;
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
  const asked = Number(query.get('timeoutSeconds') ?? 0);
  return asked > 0 ? asked * 1000 : shortestWatchMs * (1 + Math.random());
}
