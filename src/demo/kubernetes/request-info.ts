/** A request to a resource, with the attributes that RBAC rules match. */
export type ResourceRequest = {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** Path after the `proxy` subresource, with a leading slash. Empty for other requests. */
  readonly subpath: string;
  readonly query: URLSearchParams;
};

const verbsByMethod: Record<string, [forObject: string, forCollection: string]> = {
  GET: ['get', 'list'],
  HEAD: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
};

/** Parses a request. Returns undefined for a path without a resource, such as /version or /apis/apps/v1. */
export function readRequestInfo(method: string, url: URL): ResourceRequest | undefined {
  const parts = url.pathname.slice(1).split('/');
  const root = parts.shift();
  if (root !== 'api' && root !== 'apis') return undefined;
  const group = root === 'apis' ? (parts.shift() ?? '') : '';
  const version = parts.shift() ?? '';
  if (parts.length === 0 || parts[0] === '') return undefined;

  // /namespaces/NAME addresses the namespace itself. A longer path addresses a resource in the namespace.
  const namespace = parts[0] === 'namespaces' && parts.length >= 2 ? decodeURIComponent(parts[1] ?? '') : undefined;
  if (namespace !== undefined && parts.length > 2) parts.splice(0, 2);

  const [plural = '', name, subresource, ...subpath] = parts;
  return {
    verb: verbOf(method, name, url.searchParams),
    group,
    version,
    plural,
    subresource,
    namespace,
    name: name === undefined ? undefined : decodeURIComponent(name),
    subpath: subpath.length === 0 ? '' : `/${subpath.join('/')}`,
    query: url.searchParams,
  };
}

function verbOf(method: string, name: string | undefined, query: URLSearchParams): string {
  const [forObject, forCollection] = verbsByMethod[method] ?? [method.toLowerCase(), method.toLowerCase()];
  if (name !== undefined) return forObject;
  return forCollection === 'list' && isTrueParameter(query.get('watch')) ? 'watch' : forCollection;
}

/** Parses a boolean query parameter. Any value except `0` and `false` is true, including an empty value. */
export function isTrueParameter(value: string | null): boolean {
  return value !== null && value !== '0' && value !== 'false';
}
