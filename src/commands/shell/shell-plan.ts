import type { Plan } from '../record/command.ts';

export type ShellPlan = Plan & {
  readonly pod: string;
  readonly podUid: string | undefined;
  readonly container: string;
  /** Changes when the container is started again. */
  readonly containerId: string | undefined;
  readonly command: readonly string[];
  /** `Shell`, or the name of the command. */
  readonly program: string;
  /** Why this pod was chosen, if the user named none. */
  readonly choice: string | undefined;
};

export type ShellResult = {
  readonly pod: string;
  readonly program: string;
  /** `closed`: the user closed the connection. */
  readonly end: { readonly kind: 'exited'; readonly exitCode: number } | { readonly kind: 'closed' };
};
