type ExecStatus = {
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
};

/**
 * Reads a command's result from the status channel. Returns undefined if the text is incomplete because the connection
 * broke.
 */
export function readExecStatus(text: string): { readonly exitCode: number } | { readonly failure: string } | undefined {
  const status = parseExecStatus(text);
  if (status === undefined) return undefined;
  if (status.status === 'Success') return { exitCode: 0 };
  const exitCode = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (exitCode !== undefined) return { exitCode: Number(exitCode) };
  return { failure: status.message ?? status.reason ?? 'unknown reason' };
}

/** Parses a Status without a `kind`, because servers omit it on this channel. */
function parseExecStatus(text: string): ExecStatus | undefined {
  try {
    const parsed = JSON.parse(text) as ExecStatus | null;
    return typeof parsed?.status === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
