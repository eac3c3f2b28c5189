import { stackTrace, type Thrown } from '../logs/stack-trace.ts';

/** A refusal, in the form in which Flink's handlers give it: one string, which is a whole stack trace (flink.md 3.0). */
export class RestError extends Error {
  readonly status: number;
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

const printed = (thrown: Thrown): string => `${stackTrace(thrown).join('\n')}\n`;

export function handlerError(
  status: number,
  message: string,
  options: { readonly className?: string; readonly cause?: Thrown } = {},
): RestError {
  const { className = 'org.apache.flink.runtime.rest.handler.RestHandlerException', cause } = options;
  return new RestError(status, [printed({ className, message, frames: handlerFrames, cause })]);
}

export function badParameter(kind: 'path' | 'query', name: string, value: string): RestError {
  const why = `Cannot resolve ${kind} parameter (${name}) from value "${value}".`;
  const cause = {
    className: 'org.apache.flink.runtime.rest.handler.HandlerRequestException',
    message: why,
    frames: ['org.apache.flink.runtime.rest.handler.HandlerRequest.resolvePathParameters(HandlerRequest.java:177)'],
  };
  return handlerError(400, `Bad request, could not parse parameters: ${why}`, { cause });
}

/** What no handler expected: a fixed sentence first, and the trace between two marks. */
export function serverError(thrown: Thrown): RestError {
  const marked = `<Exception on server side:\n${printed(thrown)}\nEnd of exception on server side>`;
  return new RestError(500, ['Internal server error.', marked]);
}

export const electionGoesOn = (): RestError =>
  new RestError(503, ['Service temporarily unavailable due to an ongoing leader election. Please refresh.']);
