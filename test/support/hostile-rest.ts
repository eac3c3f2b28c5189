import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';

/** Returns a job as in Flink 2's /jobs/overview, 390 bytes long. */
export function jobText(index: number, state = 'RUNNING'): string {
  const id = index.toString(16).padStart(32, '0');
  return (
    `{"jid":"${id}","name":"job ${index}","start-time":${1_700_000_000_000 + index},"end-time":-1,"duration":${index},` +
    `"state":"${state}","last-modification":1700000000000,"tasks":{"running":1,"canceling":0,"canceled":0,"total":1,` +
    `"created":0,"scheduled":0,"deploying":0,"reconciling":0,"finished":0,"initializing":0,"failed":0},"pending-operators":0}`
  );
}

/** Returns the smallest valid job, 158 bytes long. */
function smallestJobText(index: number): string {
  const id = index.toString(16).padStart(32, '0');
  return `{"jid":"${id}","name":"","state":"RUNNING","start-time":1,"duration":1,"last-modification":1,"tasks":{}}`;
}

/** Sends the chunks as fast as the client reads them. */
function send(response: ServerResponse, chunks: Iterable<string>): void {
  pipeline(Readable.from(chunks), response, () => {});
}

function* jobs(count: number, text: (index: number) => string): Generator<string> {
  yield '{"jobs":[';
  for (let index = 0; index < count; index += 100) {
    const batch = Array.from({ length: Math.min(100, count - index) }, (_, offset) => text(index + offset));
    yield (index === 0 ? '' : ',') + batch.join(',');
  }
  yield ']}';
}

function* repeat(count: number, chunk: string): Generator<string> {
  for (let index = 0; index < count; index += 1) yield chunk;
}

const nested = (depth: number) => ['{"jobs":', '['.repeat(depth), ']'.repeat(depth), '}'];
const mebibyte = 2 ** 20;

const respondWithJobs =
  (count: number, text: (index: number) => string): RequestListener =>
  (_, response) =>
    send(response, jobs(count, text));

const overview = {
  'flink-version': '2.3.0',
  taskmanagers: 0,
  'slots-total': 0,
  'slots-available': 0,
  'jobs-running': 0,
  'jobs-finished': 0,
  'jobs-cancelled': 0,
  'jobs-failed': 0,
};

const config = { 'refresh-interval': 3000, 'flink-version': '2.3.0' };

/** Responds with `count` jobs at every path except `/overview`, `/config` and `/taskmanagers`. */
const withJobs =
  (count: number, text: (index: number) => string): RequestListener =>
  (request, response) => {
    if (request.url === '/overview') response.end(JSON.stringify(overview));
    else if (request.url === '/config') response.end(JSON.stringify(config));
    else if (request.url === '/taskmanagers') response.end('{"taskmanagers":[]}');
    else respondWithJobs(count, text)(request, response);
  };

/** Responses of a hostile server at `--rest-url`. Most responses are the same for every path. */
export const hostileResponses = {
  '1 GB of spaces': (_, response) => send(response, repeat(1024, ' '.repeat(mebibyte))),
  '1 GB with a content-length': (_, response) => {
    response.writeHead(200, { 'content-length': 1024 * mebibyte });
    send(response, repeat(1024, ' '.repeat(mebibyte)));
  },
  '1 GB of brackets': (_, response) => send(response, ['{"jobs":[', ...repeat(1024, '[],'.repeat(mebibyte / 3))]),
  '1,000,000 jobs': withJobs(1_000_000, jobText),
  '1,000,000 jobs at every path': respondWithJobs(1_000_000, jobText),
  '63 MiB of jobs': withJobs(165_000, jobText),
  '63 MiB of the smallest jobs': withJobs(480_000, smallestJobText),
  '150,000 jobs': withJobs(150_000, jobText),
  'nested 200,000 deep': (_, response) => send(response, nested(200_000)),
  'one byte per second': (_, response) => {
    response.write('{');
    const timer = setInterval(() => response.write(' '), 1000);
    response.once('close', () => clearInterval(timer));
  },
  'a redirect loop': ({ url }, response) => response.writeHead(302, { location: `${url}` }).end(),
  'a redirect to another host': (_, response) =>
    response.writeHead(307, { location: 'http://192.0.2.1:9/overview' }).end(),
  'a connection reset': ({ socket }) => socket.resetAndDestroy(),
  'a connection reset within the body': ({ socket }, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('{"jobs":[', () => socket.resetAndDestroy());
  },
} as const satisfies { readonly [name: string]: RequestListener };
export type HostileResponse = keyof typeof hostileResponses;

/** Starts a server with this listener on loopback and closes it when the test ends. Resolves with its URL. */
export async function startHostileRest(
  test: { readonly after: (run: () => void) => void },
  listener: RequestListener,
): Promise<string> {
  const server = createServer((request, response) => {
    response.on('error', () => {});
    listener(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
