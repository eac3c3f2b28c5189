import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Clock } from '../clock.ts';
import type { JobManager } from '../job-manager.ts';
import type { RunningPod } from '../node.ts';
import type { ClusterSettings } from '../settings.ts';
import type { JobMasterMode, RestMode } from './modes.ts';
import { electionGoesOn, handlerError, RestError, serverError } from './rest-error.ts';
import { checkIds, matchRoute, type RestAnswer } from './route.ts';
import { routes } from './routes.ts';

/** A JobManager's REST endpoint: an HTTP server without a port of its own, reached by streams. */
export type RestServer = {
  readonly connect: () => Duplex;
  readonly close: () => void;
};

export function createRestServer(options: {
  readonly settings: ClusterSettings;
  readonly clock: Clock;
  readonly pod: RunningPod;
  /** The leader, wherever it runs: every JobManager hands requests on to it. */
  readonly jobManager: () => JobManager | undefined;
  readonly mode: () => RestMode;
  readonly jobMasters: ReadonlyMap<string, JobMasterMode>;
  readonly onRequest: (request: { readonly method: string; readonly path: string }) => void;
}): RestServer {
  const connections = new Set<Duplex>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const path = request.url ?? '/';
    options.onRequest({ method: request.method ?? 'GET', path });
    if (options.mode() === 'silent' || isHeldUp(path)) return;
    try {
      send(response, handle(request, body));
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      const [first = ''] = (error.errors[0] ?? '').split('\n');
      const { status, errors } = error;
      if (status !== 503) {
        const said = first.replace(/^[\w.$]+: /, '');
        options.pod.console.write('ERROR', restLogger, `Exception occurred in REST handler: ${said}`);
      }
      send(response, { status, json: { errors } });
    }
  }

  /** One JobMaster that hangs holds up its own answers, and every answer that is made of all of them. */
  function isHeldUp(path: string): boolean {
    const hung = [...options.jobMasters].filter(([, mode]) => mode === 'hung').map(([jobId]) => jobId);
    const isOfAll = /^(\/v1)?(\/overview|\/jobs|\/jobs\/overview)\/?(\?|$)/.test(path);
    return isOfAll ? hung.length > 0 : hung.some((jobId) => path.includes(`/jobs/${jobId}`));
  }

  function handle(request: IncomingMessage, body: string): RestAnswer {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.split('/').filter((segment) => segment !== '');
    if (path[0] === 'v1') path.shift();
    for (const candidate of routes(options.settings)) {
      const params = candidate.method === request.method ? matchRoute(candidate, path) : undefined;
      if (!params) continue;
      const jobManager = options.mode() === 'ok' ? options.jobManager() : undefined;
      if (!jobManager) throw electionGoesOn();
      checkIds(params);
      const { settings, clock, pod, jobMasters } = options;
      if (jobMasters.get(params.jobid ?? '') === 'failing') throw serverError(jobMasterAway);
      return candidate.handle({
        settings,
        clock,
        pod,
        jobManager,
        jobMasters,
        params,
        query: url.searchParams,
        body: parse(body),
      });
    }
    const known = request.method === 'GET' ? 'Unable to load requested file' : 'Not found:';
    throw new RestError(404, [`${known} ${url.pathname}${request.method === 'GET' ? '.' : ''}`]);
  }

  return {
    connect: () => {
      const [near, far] = duplexPair();
      connections.add(far);
      far.once('close', () => connections.delete(far));
      // The other end may go at any time; a stream pair has no half-open state that HTTP could use.
      far.on('error', () => far.destroy());
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroy());
      server.emit('connection', far);
      return near;
    },
    close: () => {
      server.closeAllConnections();
      for (const connection of connections) connection.destroy();
    },
  };
}

const jobMasterAway = {
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

function send(response: ServerResponse, { status = 200, json, text: plain, html }: RestAnswer): void {
  const body = html ?? plain ?? JSON.stringify(json);
  const type = html !== undefined ? 'text/html' : plain !== undefined ? 'text/plain' : 'application/json';
  response.writeHead(status, {
    'access-control-allow-origin': '*',
    'content-type': `${type}; charset=UTF-8`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
