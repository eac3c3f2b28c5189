import { type ResourcePath, resourceUrlPath, ruleName } from '../resource.ts';

/** The subject of a call in RBAC terms, used in error messages. */
export type CallSubject = {
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
};

export type Call = {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute path with query. */
  readonly path: string;
  readonly subject: CallSubject;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  /** Limit for the whole response, or for the headers of a streamed one. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Longer responses are rejected. */
  readonly maxBytes?: number | undefined;
  /** Whether the request goes to a service behind the API server. Then only a Status is the API server's own response. */
  readonly isProxied?: true;
};

export const defaultTimeoutMs = 10_000;

export function subjectOf(verb: string, path: ResourcePath): CallSubject {
  return { verb, resource: ruleName(path), namespace: path.namespace, name: path.name };
}

export function pathWithQuery(
  path: ResourcePath,
  query: { readonly [parameter: string]: string | number | boolean | readonly string[] | undefined },
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) parameters.append(name, String(item));
    }
  }
  return parameters.size === 0 ? resourceUrlPath(path) : `${resourceUrlPath(path)}?${parameters}`;
}
