import type { Selector } from '../api.ts';
import { KubernetesError } from '../error.ts';
import type { KubernetesObject } from '../objects.ts';
import { type Resource, resources } from '../resource.ts';
import { defaultTimeoutMs, pathWithQuery, subjectOf } from '../transport/call.ts';
import { readJson } from '../transport/read-json.ts';
import type { Transport } from '../transport/transport.ts';

export type ListTarget = Selector & { readonly resource: Resource; readonly namespace?: string | undefined };

/** All objects at one resource version: a watch can go on from there. */
export type ListResult<T> = { readonly items: readonly T[]; readonly resourceVersion: string };

type ListPage<T> = {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
};

/** A page has to come within its call's time over a slow line too. A pod is more than 10 KiB, an event one. */
const pageSizeOf = ({ plural }: Resource): number => (plural === resources.events.plural ? 500 : 100);

export async function listAll<T extends KubernetesObject>(
  transport: Transport,
  target: ListTarget,
  signal?: AbortSignal,
): Promise<ListResult<T>> {
  try {
    return await listPages<T>(transport, target, pageSizeOf(target.resource), signal);
  } catch (error) {
    // The token for the next page lives about five minutes; what takes longer is asked for in one piece.
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
      subject: subjectOf('list', path),
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
