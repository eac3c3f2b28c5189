import { setImmediate as nextTurn } from 'node:timers/promises';
import { array, type GenericSchema, type InferOutput, object, safeParse, unknown } from 'valibot';
import { FlinkError } from './error.ts';
import {
  createJsonListReader,
  createJsonReader,
  type JsonReader,
  parseJson,
  UnreadableResponse,
} from './json-reader.ts';
import { keepKnown } from './keep-known.ts';
import { responseError } from './response-error.ts';
import { type RestRequest, type RestSend, turnLength } from './rest.ts';

const timeoutMs = 10_000;

/**
 * Limit for responses about one job, and for the JobManager's environment. They may be long, but are shorter than a
 * list of jobs.
 */
const maxJobCharacters = 16 * 2 ** 20;
const maxDetailCharacters = 2000;

export type RestExchange = ReturnType<typeof createRestExchange>;

/** Sends requests, and checks the responses against their schemas. Never retries. */
export function createRestExchange(send: RestSend, maxBytes: number) {
  async function exchange(request: Omit<RestRequest, 'timeoutMs' | 'maxBytes'>): Promise<string> {
    const fullRequest = { ...request, timeoutMs, maxBytes };
    const response = await send(fullRequest);
    if (response.status >= 300) throw responseError(fullRequest, response);
    return response.body;
  }

  async function read(reader: JsonReader, path: string, signal?: AbortSignal): Promise<unknown> {
    const onText = (text: string) => orUnexpectedResponse(path, () => reader.push(text));
    const body = await exchange({ method: 'GET', path, onText, signal });
    for (let at = 0; at < body.length; at += turnLength) {
      if (at > 0) await nextTurn();
      onText(body.slice(at, at + turnLength));
    }
    return orUnexpectedResponse(path, reader.end);
  }

  async function get<S extends GenericSchema>(
    schema: S,
    path: string,
    signal?: AbortSignal,
    reader = createJsonReader(),
  ): Promise<InferOutput<S>> {
    return check(schema, path, await read(reader, path, signal));
  }

  const getOfJob: typeof get = (schema, path, signal) => get(schema, path, signal, createJsonReader(maxJobCharacters));

  async function getList<S extends GenericSchema>(
    schema: S,
    key: string,
    path: string,
    signal?: AbortSignal,
    keep = (item: InferOutput<S>) => item,
  ): Promise<InferOutput<S>[]> {
    const items: InferOutput<S>[] = [];
    const reader = createJsonListReader(key, (text) => items.push(keep(check(schema, path, parseJson(text), text))));
    await get(object({ [key]: array(unknown()) }), path, signal, reader);
    return items;
  }

  /** Sends a body as JSON. */
  async function post<S extends GenericSchema>(
    schema: S,
    path: string,
    body: unknown,
    signal?: AbortSignal,
  ): Promise<InferOutput<S>> {
    const response = await exchange({ method: 'POST', path, body: JSON.stringify(body), signal });
    return check(schema, path, parseJson(response), response);
  }

  /** Returns a function that reads a list and keeps the previous list, or its items, where they are equal. */
  function createListCall<T extends { readonly id: string }>(
    schema: GenericSchema<unknown, T>,
    key: string,
    path: string,
  ): (signal?: AbortSignal) => Promise<readonly T[]> {
    let latest: readonly T[] = [];
    return async (signal) => {
      const previous = latest;
      const { keep, areSame } = keepKnown(previous);
      const items = await getList(schema, key, path, signal, keep);
      // Not `latest`: meanwhile, it may be the response of another call.
      if (areSame()) return previous;
      latest = items;
      return items;
    };
  }

  return { exchange, get, getOfJob, post, createListCall };
}

function orUnexpectedResponse<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnreadableResponse ? unexpectedResponse(path, error.message, `: ${error.message}`) : error;
  }
}

function check<S extends GenericSchema>(schema: S, path: string, data: unknown, text = ''): InferOutput<S> {
  const parsed = safeParse(schema, data);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  throw unexpectedResponse(path, `${field}: ${issue.message}\n${text.slice(0, maxDetailCharacters)}`.trim());
}

function unexpectedResponse(path: string, detail: string, reason = ''): FlinkError {
  return new FlinkError('unexpected-response', `unexpected response from ${path}${reason}`, {
    status: 200,
    detail,
  });
}
