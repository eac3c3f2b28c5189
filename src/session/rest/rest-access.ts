import { readFile } from 'node:fs/promises';
import { FlinkError } from '../../flink/error.ts';

/**
 * TLS files (PEM) and credentials for Flink's REST API. All files are read for each connection or request, so that
 * renewed files are used.
 */
export type RestAccess = {
  /**
   * Certificates to trust instead of the default authorities. A server's own certificate in this file is trusted for
   * any host name.
   */
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** A bearer token, or a file that contains one. */
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  /** `username:password` for HTTP basic authentication, or a file that contains it. */
  readonly login?: string | undefined;
  readonly loginFile?: string | undefined;
};

/** Returns the Authorization header; undefined without credentials. */
export async function authorization(access: RestAccess): Promise<string | undefined> {
  const { tokenFile, loginFile } = access;
  const token = tokenFile === undefined ? access.token : await readRestFile(tokenFile, '--rest-token-file');
  if (token !== undefined) return `Bearer ${token.trim()}`;
  const login = loginFile === undefined ? access.login : await readRestFile(loginFile, '--rest-login-file');
  return login === undefined ? undefined : `Basic ${Buffer.from(login.trim()).toString('base64')}`;
}

/** Reads a file that an option names. Rejects with a FlinkError that names both. */
export async function readRestFile(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (cause as Error).message;
    throw new FlinkError('denied', `cannot read ${path} (${option}): ${reason}`, { cause });
  }
}
