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

const maxLocationLength = 200;

/**
 * Converts a response with status 300 or more to an error. Flink's body is `{"errors": [...]}`, where each error is
 * often a whole stack trace.
 */
export function responseError({ method, path }: RestRequest, response: RestResponse): FlinkError {
  const { status, body } = response;
  if (status < 400) return redirectError(response);
  const parsed = safeParse(errorsSchema, parseJson(body));
  if (!parsed.success && status in gatewayStatuses) return gatewayError(response);
  // An unhandled exception has two entries: a fixed sentence and the stack trace.
  const trace = parsed.success ? parsed.output.errors.findLast((text) => text.trim() !== '') : undefined;
  const message = trace === undefined ? '' : rootCause(trace);
  return new FlinkError(
    kindOf(status, message),
    message === '' ? `${method} ${path} failed with HTTP ${status}` : message,
    {
      status,
      detail: trace ?? body,
    },
  );
}

/** Flink never redirects. Following a redirect would send Flink's credentials to another server. */
function redirectError({ status, location, url = "Flink's REST API" }: RestResponse): FlinkError {
  const target = location === undefined ? 'an unknown location' : location.slice(0, maxLocationLength);
  const message = `unsupported redirect from ${url} to ${target} (HTTP ${status})`;
  return new FlinkError('unexpected-response', message, { status });
}

/** Flink responds with JSON, even during a leader election. Other content comes from a gateway in front of Flink. */
function gatewayError({ status, body, url }: RestResponse): FlinkError {
  const gateway = url === undefined ? "gateway in front of Flink's REST API" : `gateway at ${url}`;
  return new FlinkError('gateway', `${gateway} returned ${gatewayStatuses[status]}`, {
    status,
    detail: body,
  });
}

function kindOf(status: number, message: string): FlinkErrorKind {
  // Flink's job status handler returns 500 for an unknown job.
  if (status === 500 && message.includes('Could not find Flink job')) return 'not-found';
  // So do the handlers of TaskManagers (UnknownTaskExecutorException).
  if (status === 500 && message.includes('No TaskExecutor registered under')) return 'not-found';
  return kinds[status] ?? (status >= 500 ? 'server' : 'unexpected-response');
}

/** Creates the error for a response that exceeds the size limit. */
export function responseTooLargeError({ path, maxBytes = defaultMaxBytes }: RestRequest): FlinkError {
  const limit = formatSize(maxBytes).replace('.0 ', ' ');
  return new FlinkError('too-large', `response of ${path} exceeds ${limit} (rest-response-limit)`);
}
