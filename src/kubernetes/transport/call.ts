import { type ResourcePath, resourceUrlPath, ruleName } from '../resource.ts';

/** Verb and object of a call, for error messages. */
export type ResourceAttributes = {
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
};

export type Call = {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute path with query. */
  readonly path: string;
  readonly attributes: ResourceAttributes;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  /** Timeout for the whole response, or for the headers of a streamed response. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Size limit of the response. A response above the limit is rejected. */
  readonly maxBytes?: number | undefined;
  /** The API server forwards the request to a Service. The Service sends any response except a Status. */
  readonly isProxied?: true;
};

export const defaultTimeoutMs = 10_000;

export function resourceAttributesOf(verb: string, path: ResourcePath): ResourceAttributes {
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
