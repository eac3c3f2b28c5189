import type { Clock } from '../clock.ts';
import type { JobManager } from '../job-manager.ts';
import type { JvmProcess } from '../memory/jvm-process.ts';
import type { RunningPod } from '../node.ts';
import type { RunningOptions } from '../running-options.ts';
import type { ClusterSettings } from '../settings.ts';
import { badParameter } from './rest-error.ts';

/** A simulated fault of a JobMaster. Requests for its job get an error (`failing`) or no response (`hung`). */
export type JobMasterMode = 'failing' | 'hung';

/** The request and the simulated cluster that a handler needs. */
export type RestContext = {
  readonly settings: ClusterSettings;
  readonly clock: Clock;
  /** The pod that serves the request, which may be a standby JobManager. */
  readonly pod: RunningPod;
  /** The options that this pod has read when it started. */
  readonly options: RunningOptions;
  /** The JVM of this pod. */
  readonly jvm: JvmProcess;
  readonly jobManager: JobManager;
  /** Faulty JobMasters by job id. */
  readonly jobMasters: ReadonlyMap<string, JobMasterMode>;
  readonly params: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  readonly body: { readonly [field: string]: unknown };
};

export type RestResponse = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly html?: string;
};
export type Handler = (context: RestContext) => RestResponse;
export type Route = { readonly method: string; readonly segments: readonly string[]; readonly handle: Handler };

export const route = (method: string, path: string, handle: Handler): Route => ({
  method,
  segments: path.split('/').filter((segment) => segment !== ''),
  handle,
});

const hexId = /^[0-9a-f]{32}$/;
const idPatterns = { jobid: hexId, triggerid: hexId, vertexid: hexId, checkpointid: /^-?\d+$/ };

/** Returns the path parameters, or undefined if the route does not match. */
export function matchRoute(
  { segments }: Route,
  path: readonly string[],
): { readonly [name: string]: string } | undefined {
  if (segments.length !== path.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [index, segment] of segments.entries()) {
    const value = path[index] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== value) return undefined;
      continue;
    }
    params[segment.slice(1)] = value;
  }
  return params;
}

/** Throws Flink's error for a malformed id. */
export function checkIds(params: { readonly [name: string]: string }): void {
  for (const [name, pattern] of Object.entries(idPatterns)) {
    const value = params[name];
    if (value !== undefined && !pattern.test(value)) throw badParameter('path', name, value);
  }
}
