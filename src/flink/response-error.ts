import { array, object, safeParse, string } from 'valibot';
import { formatSize } from '../text/format-size.ts';
import { FlinkError, type FlinkErrorKind } from './error.ts';
import { parseJson } from './json-reader.ts';
import { defaultMaxBytes, type RestRequest, type RestResponse } from './rest.ts';
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
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

const gatewayStatuses: { readonly [status: number]: string } = {
  502: '502 Bad Gateway',
  503: '503 Service Unavailable',
  504: '504 Gateway Timeout',
};

const longestLocation = 200;

/** The error that an answer with a status of 300 or more is: `{"errors": [...]}`, mostly whole stack traces (flink.md 3.0). */
export function responseError({ method, path }: RestRequest, answer: RestResponse): FlinkError {
  const { status, body } = answer;
  if (status < 400) return redirectError(answer);
  const told = safeParse(errorsSchema, parseJson(body));
  if (!told.success && status in gatewayStatuses) return gatewayError(answer);
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

/** Flink redirects nowhere. To follow would hand the credentials for it to whatever comes next. */
function redirectError({ status, location, url: from = "Flink's REST API" }: RestResponse): FlinkError {
  const target = location === undefined ? 'nowhere' : location.slice(0, longestLocation);
  const message = `${from} redirects to ${target} (HTTP ${status}), and redirects are not followed`;
  return new FlinkError('unexpected-answer', message, { status });
}

/** Flink answers with JSON, an election included. Anything else comes from what stands in front of it. */
function gatewayError({ status, body, url: from }: RestResponse): FlinkError {
  const gateway = from === undefined ? "the gateway in front of Flink's REST API" : `the gateway at ${from}`;
  return new FlinkError('gateway', `${gateway} answered ${gatewayStatuses[status]} instead of Flink`, {
    status,
    detail: body,
  });
}

function kindOf(status: number, message: string): FlinkErrorKind {
  // The handler of a job's status is the one that does not expect a job that is not there.
  if (status === 500 && message.includes('Could not find Flink job')) return 'not-found';
  return kinds[status] ?? (status >= 500 ? 'server' : 'unexpected-answer');
}

/** For an answer that a way stops reading. */
export function tooLargeError({ path, maxBytes = defaultMaxBytes }: RestRequest): FlinkError {
  const limit = formatSize(maxBytes).replace('.0 ', ' ');
  return new FlinkError('too-large', `${path} answered with more than ${limit}, the limit of rest-answer-limit`);
}
