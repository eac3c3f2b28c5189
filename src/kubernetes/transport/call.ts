import { type ResourcePath, resourceUrlPath, ruleName } from '../resource.ts';

/** Who asks for what, in RBAC's words: errors are told with it. */
export type CallSubject = {
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
};

export type Call = {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with a slash; with its query. */
  readonly path: string;
  readonly subject: CallSubject;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  /** For the whole answer, or for the head alone where the body is a stream. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What is longer is not read to its end. */
  readonly mostBytes?: number | undefined;
  /** Somebody behind the API server answers: only a Status is its own word. */
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
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) parameters.append(name, String(one));
    }
  }
  return parameters.size === 0 ? resourceUrlPath(path) : `${resourceUrlPath(path)}?${parameters}`;
}
