import { stackTrace, type Throwable } from '../logs/stack-trace.ts';

/** Handlers throw this error to send an error response. */
export class RestError extends Error {
  readonly status: number;
  /**
   * Usually one string with a full stack trace, as in Flink's RestHandlerException. The first line contains the
   * exception class and the message.
   */
  readonly errors: readonly string[];

  constructor(status: number, errors: readonly string[]) {
    super(errors[0]);
    this.status = status;
    this.errors = errors;
  }
}

const handlerFrames = [
  'org.apache.flink.runtime.rest.handler.AbstractRestHandler.respondToRequest(AbstractRestHandler.java:83)',
  'org.apache.flink.runtime.rest.handler.AbstractHandler.respondAsLeader(AbstractHandler.java:196)',
  'org.apache.flink.runtime.rest.handler.LeaderRetrievalHandler.channelRead0(LeaderRetrievalHandler.java:84)',
  'org.apache.flink.runtime.rest.handler.router.RouterHandler.routed(RouterHandler.java:115)',
  'java.base/java.lang.Thread.run(Thread.java:840)',
];

const formatStackTrace = (thrown: Throwable): string => `${stackTrace(thrown).join('\n')}\n`;

export function handlerError(
  status: number,
  message: string,
  options: { readonly className?: string; readonly cause?: Throwable } = {},
): RestError {
  const { className = 'org.apache.flink.runtime.rest.handler.RestHandlerException', cause } = options;
  return new RestError(status, [formatStackTrace({ className, message, frames: handlerFrames, cause })]);
}

export function badParameter(kind: 'path' | 'query', name: string, value: string): RestError {
  const reason = `Cannot resolve ${kind} parameter (${name}) from value "${value}".`;
  const cause = {
    className: 'org.apache.flink.runtime.rest.handler.HandlerRequestException',
    message: reason,
    frames: ['org.apache.flink.runtime.rest.handler.HandlerRequest.resolvePathParameters(HandlerRequest.java:177)'],
  };
  return handlerError(400, `Bad request, could not parse parameters: ${reason}`, { cause });
}

/** Returns Flink's response to an unhandled exception: a fixed message, then the stack trace between markers. */
export function serverError(thrown: Throwable): RestError {
  const markedTrace = `<Exception on server side:\n${formatStackTrace(thrown)}\nEnd of exception on server side>`;
  return new RestError(500, ['Internal server error.', markedTrace]);
}

export const electionInProgress = (): RestError =>
  new RestError(503, ['Service temporarily unavailable due to an ongoing leader election. Please refresh.']);
