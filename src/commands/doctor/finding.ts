import { describeError } from '../record/describe-error.ts';

/** The result of one check. */
export type Finding = {
  /** Name of the check: `kubeconfig`, `REST via forward` */
  readonly check: string;
  /** `warning`: nothing essential is affected. `skipped`: the check was not possible. */
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly message: string;
  /** Next step after a warning or failure. */
  readonly next: string | undefined;
  /** Response time of the server. */
  readonly durationMs: number | undefined;
};

export function createFinding(
  check: string,
  state: Finding['state'],
  message: string,
  details: { readonly next?: string | undefined; readonly durationMs?: number | undefined } = {},
): Finding {
  return { check, state, message, next: details.next, durationMs: details.durationMs };
}

/** Creates a finding for an error. Uses the first hint of the error as the next step, or the given default. */
export function createErrorFinding(
  check: string,
  error: unknown,
  defaultNext: string,
  details: { readonly state?: 'failed' | 'warning'; readonly durationMs?: number } = {},
): Finding {
  const { message, hints } = describeError(error);
  return createFinding(check, details.state ?? 'failed', message, {
    next: hints[0] ?? defaultNext,
    durationMs: details.durationMs,
  });
}
