import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Clock } from '../clock.ts';
import type { JobManager } from '../job-manager.ts';
import type { JvmProcess } from '../memory/jvm-process.ts';
import type { RunningPod } from '../node.ts';
import type { RunningOptions } from '../running-options.ts';
import type { ClusterSettings } from '../settings.ts';
import { electionInProgress, handlerError, RestError, serverError } from './rest-error.ts';
import { checkIds, type JobMasterMode, matchRoute, type RestResponse } from './route.ts';
import { routes } from './routes.ts';

/** Mode of the simulated REST API: normal, status 503, or no response. */
export type RestMode = 'ok' | 'unavailable' | 'silent';

/** A JobManager's REST endpoint. Clients connect through in-memory streams, not through a port. */
export type RestServer = {
  readonly connect: () => Duplex;
  readonly close: () => void;
};

export function createRestServer(options: {
  readonly settings: ClusterSettings;
  readonly clock: Clock;
  readonly pod: RunningPod;
  /** The options that this pod has read when it started. */
  readonly options: RunningOptions;
  readonly jvm: JvmProcess;
  /** The leading JobManager, which may run in another pod. Every JobManager forwards requests to the leader. */
  readonly jobManager: () => JobManager | undefined;
  readonly mode: () => RestMode;
  readonly jobMasters: ReadonlyMap<string, JobMasterMode>;
  readonly onRequest: (request: { readonly method: string; readonly path: string }) => void;
}): RestServer {
  const connections = new Set<Duplex>();
  const server = createServer((request, response) => {
    respond(request, response).catch((error: Error) => response.destroy(error));
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const path = request.url ?? '/';
    options.onRequest({ method: request.method ?? 'GET', path });
    if (options.mode() === 'silent' || isHung(path)) return;
    try {
      send(response, handle(request, body));
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      const [first = ''] = (error.errors[0] ?? '').split('\n');
      const { status, errors } = error;
      if (status !== 503) {
        const message = first.replace(/^[\w.$]+: /, '');
        options.pod.console.write('ERROR', restLogger, `Exception occurred in REST handler: ${message}`);
      }
      send(response, { status, json: { errors } });
    }
  }

  /** A hung JobMaster blocks requests for its job and every request that needs all JobMasters. */
  function isHung(path: string): boolean {
    const hungJobs = [...options.jobMasters].filter(([, mode]) => mode === 'hung').map(([jobId]) => jobId);
    const needsAllJobs = /^(\/v1)?(\/overview|\/jobs|\/jobs\/overview)\/?(\?|$)/.test(path);
    return needsAllJobs ? hungJobs.length > 0 : hungJobs.some((jobId) => path.includes(`/jobs/${jobId}`));
  }

  function handle(request: IncomingMessage, body: string): RestResponse {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.split('/').filter((segment) => segment !== '');
    if (path[0] === 'v1') path.shift();
    for (const candidate of routes(options.settings)) {
      const params = candidate.method === request.method ? matchRoute(candidate, path) : undefined;
      if (!params) continue;
      const jobManager = options.mode() === 'ok' ? options.jobManager() : undefined;
      if (!jobManager) throw electionInProgress();
      checkIds(params);
      const { settings, clock, pod, jvm, jobMasters, options: running } = options;
      if (jobMasters.get(params.jobid ?? '') === 'failing') throw serverError(jobMasterUnreachable);
      return candidate.handle({
        settings,
        clock,
        pod,
        options: running,
        jvm,
        jobManager,
        jobMasters,
        params,
        query: url.searchParams,
        body: parse(body),
      });
    }
    const { pathname } = url;
    const isGet = request.method === 'GET';
    throw new RestError(404, [isGet ? `Unable to load requested file ${pathname}.` : `Not found: ${pathname}`]);
  }

  return {
    connect: () => {
      const [clientEnd, serverEnd] = duplexPair();
      connections.add(serverEnd);
      serverEnd.once('close', () => connections.delete(serverEnd));
      // The client may disconnect at any time. If one end closes, close the other end.
      serverEnd.on('error', () => serverEnd.destroy());
      clientEnd.once('close', () => serverEnd.destroy());
      serverEnd.once('close', () => clientEnd.destroy());
      server.emit('connection', serverEnd);
      return clientEnd;
    },
    close: () => {
      server.closeAllConnections();
      for (const connection of connections) connection.destroy();
    },
  };
}

const jobMasterUnreachable = {
  className: 'org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException',
  message: 'Could not send message: the recipient is unreachable.',
  frames: ['org.apache.flink.runtime.rpc.pekko.DeadLettersActor.handleMessage(DeadLettersActor.java:63)'],
};

const restLogger = 'org.apache.flink.runtime.rest.handler.AbstractHandler';

function parse(body: string): { readonly [field: string]: unknown } {
  if (body === '') return {};
  try {
    return JSON.parse(body) as { readonly [field: string]: unknown };
  } catch {
    throw handlerError(400, 'Request did not match expected format RequestBody.');
  }
}

function send(response: ServerResponse, { status = 200, json, text: plain, html }: RestResponse): void {
  const body = html ?? plain ?? JSON.stringify(json);
  const type = html !== undefined ? 'text/html' : plain !== undefined ? 'text/plain' : 'application/json';
  response.writeHead(status, {
    'access-control-allow-origin': '*',
    'content-type': `${type}; charset=UTF-8`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
