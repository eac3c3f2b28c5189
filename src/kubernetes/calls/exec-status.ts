type ExecStatus = {
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
};

/** How a command ended by the text of the error channel; undefined if that is not whole: the connection broke before. */
export function readExecStatus(text: string): { readonly exitCode: number } | { readonly failure: string } | undefined {
  const status = parseExecStatus(text);
  if (status === undefined) return undefined;
  if (status.status === 'Success') return { exitCode: 0 };
  const exitCode = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (exitCode !== undefined) return { exitCode: Number(exitCode) };
  return { failure: status.message ?? status.reason ?? 'the reason is not known' };
}

/** A Status, of which the servers leave out the kind. */
function parseExecStatus(text: string): ExecStatus | undefined {
  try {
    const parsed = JSON.parse(text) as ExecStatus | null;
    return typeof parsed?.status === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
