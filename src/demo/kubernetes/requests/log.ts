import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ContainerLog, Kubelet } from '../../contracts.ts';
import type { PodObject } from '../../kubectl/pod-summary.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, notFound } from '../status.ts';
import { chooseContainer } from './choose-container.ts';
import type { Exchange } from './exchange.ts';
import { type LogOptions, parseLogOptions } from './log-options.ts';

type Line = ContainerLog['lines'][number];

const linesPerChunk = 500;

export async function handleLog(
  exchange: Exchange,
  { namespace = '', name = '', query }: ResourceRequest,
  resource: ApiResource,
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const options = parseLogOptions(name, query);
  const pod = store.get('pods', namespace, name) as PodObject | undefined;
  if (!pod) throw notFound(resource, name);
  const container = chooseContainer(name, pod, options.container);
  if (pod.spec?.nodeName === undefined) {
    exchange.writeHead(204);
    exchange.response.end();
    return;
  }
  const log = kubelet.log(namespace, name, container, options.previous);
  if (!log) throw badRequest(noLogMessage(name, pod, container, options.previous));
  exchange.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' });
  exchange.response.flushHeaders();
  const disconnected = new AbortController();
  exchange.response.once('close', () => disconnected.abort());
  try {
    await pipeline(Readable.from(readLog(log, options, disconnected.signal), { objectMode: false }), exchange.response);
  } catch (error) {
    // Clients stop following a log by closing the connection.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function noLogMessage(name: string, { status }: PodObject, container: string, previous: boolean): string {
  const containerInPod = `container "${container}" in pod "${name}"`;
  if (previous) return `previous terminated ${containerInPod} not found`;
  const containerStatus = status?.containerStatuses?.find((candidate) => candidate.name === container);
  if (!containerStatus) return `${containerInPod} is not available`;
  const reason = containerStatus.state?.waiting?.reason;
  if (reason === undefined) return `${containerInPod} is waiting to start - no logs yet`;
  return `${containerInPod} is waiting to start: ${pullErrors[reason] ?? reason}`;
}

const pullErrors: Record<string, string> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/** Yields the log as bytes. With `follow`, continues until the container ends. */
async function* readLog(
  log: ContainerLog,
  { timestamps, limitBytes, since, ...options }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let remainingBytes = limitBytes ?? Number.POSITIVE_INFINITY;
  for await (const lines of readLines(log, options, signal)) {
    const selected = since === undefined ? lines : lines.filter(({ at }) => at.slice(0, since.length) >= since);
    const text = selected.map((line) => `${timestamps ? `${line.at} ` : ''}${line.text}\n`).join('');
    const bytes = Buffer.from(text).subarray(0, remainingBytes);
    remainingBytes -= bytes.length;
    if (bytes.length > 0) yield bytes;
    if (remainingBytes <= 0) return;
  }
}

async function* readLines(
  log: ContainerLog,
  { follow, tailLines }: Pick<LogOptions, 'follow' | 'tailLines'>,
  signal: AbortSignal,
): AsyncGenerator<readonly Line[]> {
  const liveLines = new LiveLines();
  signal.addEventListener('abort', () => liveLines.push(undefined));
  // Subscribe before sending the existing lines, so that no line is lost in between.
  const unsubscribe = follow && !log.isEnded ? log.subscribe(liveLines.push) : undefined;
  try {
    const existing = tailLines === undefined ? [...log.lines] : tailLines === 0 ? [] : log.lines.slice(-tailLines);
    for (let start = 0; start < existing.length; start += linesPerChunk) {
      yield existing.slice(start, start + linesPerChunk);
    }
    if (unsubscribe) yield* liveLines;
  } finally {
    unsubscribe?.();
  }
}

/** A queue of new lines. Each iteration returns all queued lines, or waits for the next one. */
class LiveLines implements AsyncIterable<readonly Line[]> {
  private lines: Line[] = [];
  private ended = false;
  private wake = () => {};

  push = (line: Line | undefined): void => {
    if (line) this.lines.push(line);
    else this.ended = true;
    this.wake();
  };

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Line[]> {
    for (;;) {
      if (this.lines.length === 0) {
        if (this.ended) return;
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
      const lines = this.lines;
      this.lines = [];
      if (lines.length > 0) yield lines;
    }
  }
}
