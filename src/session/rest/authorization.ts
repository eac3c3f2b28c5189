import { readRestFile } from './read-rest-file.ts';
import type { RestAccess } from './rest-access.ts';

/** The header that says who one is, where there is something to say. */
export async function authorization(access: RestAccess): Promise<string | undefined> {
  const { tokenFile, loginFile } = access;
  const token = tokenFile === undefined ? access.token : await readRestFile(tokenFile, '--rest-token-file');
  if (token !== undefined) return `Bearer ${token.trim()}`;
  const login = loginFile === undefined ? access.login : await readRestFile(loginFile, '--rest-login-file');
  return login === undefined ? undefined : `Basic ${Buffer.from(login.trim()).toString('base64')}`;
}
