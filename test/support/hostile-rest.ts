import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';

/** A job as /jobs/overview of Flink 2 has it: 390 bytes. */
export function jobText(index: number, state = 'RUNNING'): string {
  const id = index.toString(16).padStart(32, '0');
  return (
    `{"jid":"${id}","name":"job ${index}","start-time":${1_700_000_000_000 + index},"end-time":-1,"duration":${index},` +
    `"state":"${state}","last-modification":1700000000000,"tasks":{"running":1,"canceling":0,"canceled":0,"total":1,` +
    `"created":0,"scheduled":0,"deploying":0,"reconciling":0,"finished":0,"initializing":0,"failed":0},"pending-operators":0}`
  );
}

/** The least that is a job: 158 bytes. */
function smallestJobText(index: number): string {
  const id = index.toString(16).padStart(32, '0');
  return `{"jid":"${id}","name":"","state":"RUNNING","start-time":1,"duration":1,"last-modification":1,"tasks":{}}`;
}

/** Sends pieces as fast as they are read. */
function send(response: ServerResponse, pieces: Iterable<string>): void {
  pipeline(Readable.from(pieces), response, () => {});
}

function* jobs(count: number, text: (index: number) => string): Generator<string> {
  yield '{"jobs":[';
  for (let index = 0; index < count; index += 100) {
    const some = Array.from({ length: Math.min(100, count - index) }, (_, offset) => text(index + offset));
    yield (index === 0 ? '' : ',') + some.join(',');
  }
  yield ']}';
}

function* times(count: number, piece: string): Generator<string> {
  for (let index = 0; index < count; index += 1) yield piece;
}

const nested = (depth: number) => ['{"jobs":', '['.repeat(depth), ']'.repeat(depth), '}'];
const mebibyte = 2 ** 20;

const answerJobs =
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

/** A Flink that is well, but for its jobs. */
const withJobs =
  (count: number, text: (index: number) => string): RequestListener =>
  (request, response) => {
    if (request.url === '/overview') response.end(JSON.stringify(overview));
    else if (request.url === '/config') response.end(JSON.stringify(config));
    else if (request.url === '/taskmanagers') response.end('{"taskmanagers":[]}');
    else answerJobs(count, text)(request, response);
  };

/** What a server at `--rest-url` may do to whoever asks it; most answer every path alike. */
export const hostileAnswers = {
  '1 GB of nothing': (_, response) => send(response, times(1024, ' '.repeat(mebibyte))),
  '1 GB with its length told': (_, response) => {
    response.writeHead(200, { 'content-length': 1024 * mebibyte });
    send(response, times(1024, ' '.repeat(mebibyte)));
  },
  '1 GB of brackets': (_, response) => send(response, ['{"jobs":[', ...times(1024, '[],'.repeat(mebibyte / 3))]),
  '1,000,000 jobs': withJobs(1_000_000, jobText),
  '1,000,000 jobs at every path': answerJobs(1_000_000, jobText),
  '63 MiB of jobs': withJobs(165_000, jobText),
  '63 MiB of the smallest jobs': withJobs(480_000, smallestJobText),
  '150,000 jobs': withJobs(150_000, jobText),
  'nested 200,000 deep': (_, response) => send(response, nested(200_000)),
  drip: (_, response) => {
    response.write('{');
    const timer = setInterval(() => response.write(' '), 1000);
    response.once('close', () => clearInterval(timer));
  },
  'a redirect in circles': ({ url }, response) => response.writeHead(302, { location: `${url}` }).end(),
  'a redirect to another host': (_, response) =>
    response.writeHead(307, { location: 'http://192.0.2.1:9/overview' }).end(),
  'a reset': ({ socket }) => socket.resetAndDestroy(),
  'a reset within the answer': ({ socket }, response) => {
    response.writeHead(200, { 'content-length': 1000 });
    response.write('{"jobs":[', () => socket.resetAndDestroy());
  },
} as const satisfies { readonly [name: string]: RequestListener };
export type HostileAnswer = keyof typeof hostileAnswers;

/** A server on loopback that answers like this, until the test ends; its URL. */
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
