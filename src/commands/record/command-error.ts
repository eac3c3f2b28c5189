import { FlinkError, type FlinkErrorKind } from '../../flink/error.ts';
import { KubernetesError, type KubernetesErrorKind } from '../../kubernetes/error.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';

export const exitCodes = {
  success: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  notAllowed: 4,
  unreachable: 5,
  /** Only `why`: something is wrong with the cluster or a job. */
  findings: 6,
  /** Only `why`: nothing was found, but something could not be assessed. */
  notAssessed: 7,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A failed command. The message names the failed action, its object and the reason. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  /** Next steps, one line each: `Did you mean my-first-flink-cluster?` */
  readonly hints: readonly string[];
  /** The reason alone, for messages that already name the action and its object. */
  readonly reason: string | undefined;

  constructor(
    exitCode: ExitCode,
    message: string,
    hints: readonly string[] = [],
    options?: { readonly cause?: unknown; readonly reason?: string | undefined },
  ) {
    super(message, options);
    this.exitCode = exitCode;
    this.hints = hints;
    this.reason = options?.reason;
  }
}

/** The cluster changed after the plan was made, and nothing was done. The screen shows a new plan and asks again. */
export class PlanOutdatedError extends CommandError {
  constructor(message: string, hints: readonly string[]) {
    super(exitCodes.failed, message, hints);
  }
}

const kubernetesExitCodes = {
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

const flinkExitCodes = {
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
  'unexpected-response': exitCodes.failed,
} as const satisfies Record<FlinkErrorKind, ExitCode>;

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof SessionNotFound) return exitCodes.notFound;
  if (error instanceof KubernetesError) return kubernetesExitCodes[error.kind];
  if (error instanceof FlinkError) return flinkExitCodes[error.kind];
  if (error instanceof Error && error.name === 'AbortError') return exitCodes.interrupted;
  return exitCodes.failed;
}
