type ExecStatus = {
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
};

/**
 * Reads a command's result from the text of the status channel. Returns undefined if a lost connection left
 * the text incomplete.
 */
export function readExecStatus(text: string): { readonly exitCode: number } | { readonly failure: string } | undefined {
  const status = parseExecStatus(text);
  if (status === undefined) return undefined;
  if (status.status === 'Success') return { exitCode: 0 };
  const exitCode = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (exitCode !== undefined) return { exitCode: Number(exitCode) };
  return { failure: status.message ?? status.reason ?? 'unknown reason' };
}

/** Parses a Status. Does not require its `kind`, which servers omit on this channel. */
function parseExecStatus(text: string): ExecStatus | undefined {
  try {
    const parsed = JSON.parse(text) as ExecStatus | null;
    return typeof parsed?.status === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
