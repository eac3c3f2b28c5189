import type { Selector } from '../api.ts';
import { KubernetesError } from '../error.ts';
import type { KubernetesObject } from '../objects.ts';
import { type Resource, resources } from '../resource.ts';
import { defaultTimeoutMs, pathWithQuery, resourceAttributesOf } from '../transport/call.ts';
import { readJson } from '../transport/read-json.ts';
import type { Transport } from '../transport/transport.ts';

export type ListTarget = Selector & { readonly resource: Resource; readonly namespace?: string | undefined };

/** All objects at one resource version. A watch can continue from this version. */
export type ListResult<T> = { readonly items: readonly T[]; readonly resourceVersion: string };

type ListPage<T> = {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
};

/**
 * Limits the objects per page, so that a page arrives within the call's timeout over a slow network. A pod has more
 * than 10 KiB, an event about 1 KiB.
 */
const pageSizeOf = ({ plural }: Resource): number => (plural === resources.events.plural ? 500 : 100);

export async function listAll<T extends KubernetesObject>(
  transport: Transport,
  target: ListTarget,
  signal?: AbortSignal,
): Promise<ListResult<T>> {
  try {
    return await listPages<T>(transport, target, pageSizeOf(target.resource), signal);
  } catch (error) {
    // A continue token expires after about five minutes. Fetch the list without paging instead.
    if (!(error instanceof KubernetesError && error.kind === 'gone')) throw error;
    return listPages<T>(transport, target, undefined, signal);
  }
}

async function listPages<T extends KubernetesObject>(
  transport: Transport,
  { resource, namespace, labelSelector, fieldSelector }: ListTarget,
  limit: number | undefined,
  signal: AbortSignal | undefined,
): Promise<ListResult<T>> {
  const path = { resource, namespace };
  const items: T[] = [];
  let token: string | undefined;
  let resourceVersion = '';
  do {
    const call = {
      method: 'GET',
      path: pathWithQuery(path, { labelSelector, fieldSelector, limit, continue: token }),
      attributes: resourceAttributesOf('list', path),
      timeoutMs: defaultTimeoutMs,
      signal,
    } as const;
    const page = readJson<ListPage<T>>(call, await transport.request(call));
    for (const item of page.items ?? []) items.push(item);
    resourceVersion = page.metadata?.resourceVersion ?? '';
    token = page.metadata?.continue || undefined;
  } while (token !== undefined);
  return { items, resourceVersion };
}
