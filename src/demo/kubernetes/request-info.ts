/** What a request is about, as the rules of a Role see it. */
export type ResourceRequest = {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** What follows the subresource: the path that a proxy passes on, with its slash. */
  readonly rest: string;
  readonly query: URLSearchParams;
};

const verbs: Record<string, [ofOne: string, ofAll: string]> = {
  GET: ['get', 'list'],
  HEAD: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
};

/** undefined for paths that name no resource, such as /version and /apis/apps/v1. */
export function readRequestInfo(method: string, url: URL): ResourceRequest | undefined {
  const parts = url.pathname.slice(1).split('/');
  const root = parts.shift();
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'apis' ? (parts.shift() ?? '') : '';
  const version = parts.shift() ?? '';
  if (parts.length === 0 || parts[0] === '') return undefined;

  // /namespaces/NAME is about the namespace itself; anything after it is about what is in it.
  const named = parts[0] === 'namespaces' && parts.length >= 2 ? decodeURIComponent(parts[1] ?? '') : undefined;
  if (named !== undefined && parts.length > 2) parts.splice(0, 2);

  const [plural = '', name, subresource, ...rest] = parts;
  return {
    verb: verbOf(method, name, url.searchParams),
    group,
    version,
    plural,
    subresource,
    namespace: named,
    name: name === undefined ? undefined : decodeURIComponent(name),
    rest: rest.length === 0 ? '' : `/${rest.join('/')}`,
    query: url.searchParams,
  };
}

function verbOf(method: string, name: string | undefined, query: URLSearchParams): string {
  const [ofOne, ofAll] = verbs[method] ?? [method.toLowerCase(), method.toLowerCase()];
  if (name !== undefined) return ofOne;
  return ofAll === 'list' && isTrue(query.get('watch')) ? 'watch' : ofAll;
}

/** A query's boolean: `1`, `true`, or the bare name. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== '0' && value !== 'false';
}
