import { FlinkError, type FlinkErrorKind } from '../../flink/error.ts';
import { KubernetesError, type KubernetesErrorKind } from '../../kubernetes/error.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';

/** design: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed, 5 unreachable, 130 interrupted. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  unreachable: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command that cannot go on, with what happened, to what, and what to do next. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  /** What to do next, a line each: `Did you mean my-first-flink-cluster?` */
  readonly hints: readonly string[];

  constructor(
    exitCode: ExitCode,
    message: string,
    hints: readonly string[] = [],
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.exitCode = exitCode;
    this.hints = hints;
  }
}

const ofKubernetes = {
  'no-kubeconfig': exitCodes.notFound,
  credentials: exitCodes.notAllowed,
  unauthorized: exitCodes.notAllowed,
  forbidden: exitCodes.notAllowed,
  'not-found': exitCodes.notFound,
  conflict: exitCodes.failed,
  gone: exitCodes.failed,
  invalid: exitCodes.failed,
  unreachable: exitCodes.unreachable,
  timeout: exitCodes.unreachable,
  'too-large': exitCodes.failed,
  server: exitCodes.failed,
} as const satisfies Record<KubernetesErrorKind, ExitCode>;

const ofFlink = {
  unreachable: exitCodes.unreachable,
  timeout: exitCodes.unreachable,
  unavailable: exitCodes.unreachable,
  gateway: exitCodes.unreachable,
  'not-found': exitCodes.notFound,
  denied: exitCodes.notAllowed,
  conflict: exitCodes.failed,
  invalid: exitCodes.failed,
  failed: exitCodes.failed,
  server: exitCodes.failed,
  'too-large': exitCodes.failed,
  'unexpected-answer': exitCodes.failed,
} as const satisfies Record<FlinkErrorKind, ExitCode>;

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof SessionNotFound) return exitCodes.notFound;
  if (error instanceof KubernetesError) return ofKubernetes[error.kind];
  if (error instanceof FlinkError) return ofFlink[error.kind];
  if (error instanceof Error && error.name === 'AbortError') return exitCodes.interrupted;
  return exitCodes.failed;
}
