import { describeError } from '../record/describe-error.ts';

/** What one check found. */
export type Finding = {
  /** What was looked at: `kubeconfig`, `REST by forward`. */
  readonly check: string;
  /** A warning is worth to know and stops nothing that is needed. Skipped is what something else kept from being looked at. */
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** One sentence, with no full stop where it is none. */
  readonly told: string;
  /** What to do, of a warning or a failure. */
  readonly next: string | undefined;
  /** How long the answer took. */
  readonly milliseconds: number | undefined;
};

export function finding(
  check: string,
  state: Finding['state'],
  told: string,
  more: { readonly next?: string | undefined; readonly milliseconds?: number | undefined } = {},
): Finding {
  return { check, state, told, next: more.next, milliseconds: more.milliseconds };
}

/** An error, with the step that it names, or else this one. */
export function failedFinding(
  check: string,
  error: unknown,
  otherwise: string,
  more: { readonly state?: 'failed' | 'warning'; readonly milliseconds?: number } = {},
): Finding {
  const { message, hints } = describeError(error);
  return finding(check, more.state ?? 'failed', message, {
    next: hints[0] ?? otherwise,
    milliseconds: more.milliseconds,
  });
}
