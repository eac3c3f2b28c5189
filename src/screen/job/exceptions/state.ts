/** State of the tab `exceptions`. */
export type ExceptionsState = {
  /** Id of the group under the cursor; undefined for the first one. */
  readonly cursor: string | undefined;
  readonly top: number;
  /** The failure whose stack trace is shown instead of the list. */
  readonly open: OpenFailure | undefined;
};

export type OpenFailure = {
  /** Id of the group. */
  readonly group: string;
  /** Identity of the failure, see `identityOf`. */
  readonly failure: string;
  readonly top: number;
  readonly isUnfolded: boolean;
};
