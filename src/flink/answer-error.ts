import { array, object, safeParse, string } from 'valibot';
import { FlinkError, type FlinkErrorKind } from './error.ts';
import type { RestAnswer, RestRequest } from './rest.ts';
import { rootCause } from './root-cause.ts';

const errorsSchema = object({ errors: array(string()) });

const kinds: { readonly [status: number]: FlinkErrorKind } = {
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  413: 'invalid',
  // A gateway between us and Flink found nobody behind it, which a caller waits out just as an election.
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** The error that an answer with a status of 300 or more is: `{"errors": [...]}`, mostly whole stack traces (flink.md 3.0). */
export function answerError({ method, path }: RestRequest, { status, body }: RestAnswer): FlinkError {
  const told = safeParse(errorsSchema, parseJson(body));
  // An unhandled exception comes as two: a fixed sentence, then the trace.
  const trace = told.success ? told.output.errors.findLast((text) => text.trim() !== '') : undefined;
  const message = trace === undefined ? '' : rootCause(trace);
  return new FlinkError(
    kindOf(status, message),
    message === '' ? `${method} ${path} was answered with HTTP ${status}` : message,
    {
      status,
      detail: trace ?? body,
    },
  );
}

function kindOf(status: number, message: string): FlinkErrorKind {
  // The handler of a job's status is the one that does not expect a job that is not there.
  if (status === 500 && message.includes('Could not find Flink job')) return 'not-found';
  return kinds[status] ?? (status >= 500 ? 'server' : 'unexpected-answer');
}

/** undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
