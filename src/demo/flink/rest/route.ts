import type { Clock } from '../clock.ts';
import type { JobManager } from '../job-manager.ts';
import type { RunningPod } from '../node.ts';
import type { ClusterSettings } from '../settings.ts';
import type { JobMasterMode } from './modes.ts';
import { badParameter } from './rest-error.ts';

/** What a handler may look at. */
export type RestContext = {
  readonly settings: ClusterSettings;
  readonly clock: Clock;
  /** The pod that answers, which need not be the leader's. */
  readonly pod: RunningPod;
  readonly jobManager: JobManager;
  /** Those that do not answer as they should, by the id of the job. */
  readonly jobMasters: ReadonlyMap<string, JobMasterMode>;
  readonly params: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  readonly body: { readonly [field: string]: unknown };
};

export type RestAnswer = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly html?: string;
};
export type Handler = (context: RestContext) => RestAnswer;
export type Route = { readonly method: string; readonly segments: readonly string[]; readonly handle: Handler };

export const route = (method: string, path: string, handle: Handler): Route => ({
  method,
  segments: path.split('/').filter((segment) => segment !== ''),
  handle,
});

const hexId = /^[0-9a-f]{32}$/;

/** The path's parameters if the route fits it. Ids that are none are refused as Flink does. */
export function matchRoute(
  { segments }: Route,
  path: readonly string[],
): { readonly [name: string]: string } | undefined {
  if (segments.length !== path.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [index, segment] of segments.entries()) {
    const given = path[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== given) return undefined;
      continue;
    }
    params[segment.slice(1)] = given;
  }
  return params;
}

export function checkIds(params: { readonly [name: string]: string }): void {
  for (const name of ['jobid', 'triggerid']) {
    const value = params[name];
    if (value !== undefined && !hexId.test(value)) throw badParameter('path', name, value);
  }
}
