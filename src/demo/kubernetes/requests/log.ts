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
import { type LogOptions, readLogOptions } from './log-options.ts';

type Line = ContainerLog['lines'][number];

const linesPerChunk = 500;

export async function answerLog(
  exchange: Exchange,
  { namespace = '', name = '', query }: ResourceRequest,
  resource: ApiResource,
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const options = readLogOptions(name, query);
  const pod = store.get('pods', namespace, name) as PodObject | undefined;
  if (!pod) throw notFound(resource, name);
  const container = chooseContainer(name, pod, options.container);
  if (pod.spec?.nodeName === undefined) {
    exchange.sendHead(204);
    exchange.response.end();
    return;
  }
  const log = kubelet.log(namespace, name, container, options.previous);
  if (!log) throw badRequest(whyNoLog(name, pod, container, options.previous));
  exchange.sendHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' });
  exchange.response.flushHeaders();
  const left = new AbortController();
  exchange.response.once('close', () => left.abort());
  try {
    await pipeline(Readable.from(readLog(log, options, left.signal), { objectMode: false }), exchange.response);
  } catch (error) {
    // Whoever follows a log goes away without a word: that is how a follow ends.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function whyNoLog(name: string, { status }: PodObject, container: string, previous: boolean): string {
  const where = `container "${container}" in pod "${name}"`;
  if (previous) return `previous terminated ${where} not found`;
  const found = status?.containerStatuses?.find((one) => one.name === container);
  if (!found) return `${where} is not available`;
  const reason = found.state?.waiting?.reason;
  if (reason === undefined) return `${where} is waiting to start - no logs yet`;
  return `${where} is waiting to start: ${pullTrouble[reason] ?? reason}`;
}

const pullTrouble: Record<string, string> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/** The log as bytes, as fast as they are read; with `follow`, until the container ends. */
async function* readLog(
  log: ContainerLog,
  { timestamps, limitBytes, since, ...options }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let left = limitBytes ?? Number.POSITIVE_INFINITY;
  for await (const lines of readLines(log, options, signal)) {
    const wanted = since === undefined ? lines : lines.filter(({ at }) => at.slice(0, since.length) >= since);
    const text = wanted.map((line) => `${timestamps ? `${line.at} ` : ''}${line.text}\n`).join('');
    const bytes = Buffer.from(text).subarray(0, left);
    left -= bytes.length;
    if (bytes.length > 0) yield bytes;
    if (left <= 0) return;
  }
}

async function* readLines(
  log: ContainerLog,
  { follow, tailLines }: Pick<LogOptions, 'follow' | 'tailLines'>,
  signal: AbortSignal,
): AsyncGenerator<readonly Line[]> {
  const live = new LiveLines();
  signal.addEventListener('abort', () => live.push(undefined));
  // Subscribed before the old lines are handed out, so that no line falls in between.
  const unsubscribe = follow && !log.isEnded ? log.subscribe(live.push) : undefined;
  try {
    const old = tailLines === undefined ? [...log.lines] : tailLines === 0 ? [] : log.lines.slice(-tailLines);
    for (let from = 0; from < old.length; from += linesPerChunk) yield old.slice(from, from + linesPerChunk);
    if (unsubscribe) yield* live;
  } finally {
    unsubscribe?.();
  }
}

/** Lines that were written since the last look, and a way to wait for more. */
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
