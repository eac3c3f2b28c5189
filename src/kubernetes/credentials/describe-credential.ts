import { X509Certificate } from 'node:crypto';
import type { User } from '@kubernetes/client-node';
import type { ExecCredential } from './exec-plugin.ts';

/** How one is known to the API server. Tells no secret. */
export type CredentialDescription = {
  /** The user's name in the kubeconfig; undefined where the context names none. */
  readonly user: string | undefined;
  /** `credential plugin aws`, `client certificate`, `token file /path`. */
  readonly method: string;
  /** Epoch milliseconds; undefined where it names no end. */
  readonly expiresAt: number | undefined;
};

export type CredentialParts = {
  readonly user: User | undefined;
  readonly plugin: { readonly command: string; readonly credential: ExecCredential } | undefined;
  readonly tokenFile: string | undefined;
  readonly headers: { readonly [name: string]: unknown };
  readonly certificate: string | undefined;
};

export function describeCredential(parts: CredentialParts): CredentialDescription {
  const { user, plugin, certificate } = parts;
  const token = /^Bearer (.*)$/.exec(String(parts.headers.Authorization))?.[1];
  const ends = [
    plugin?.credential.expiresAt,
    plugin === undefined && token !== undefined ? tokenEnd(token) : undefined,
    certificate === undefined ? undefined : Date.parse(new X509Certificate(certificate).validTo),
  ].filter((end) => end !== undefined && Number.isFinite(end));
  return {
    user: user?.name,
    method: methodOf(parts, token !== undefined),
    expiresAt: ends.length === 0 ? undefined : (ends as number[]).reduce((first, end) => Math.min(first, end)),
  };
}

function methodOf({ user, plugin, tokenFile, headers, certificate }: CredentialParts, hasToken: boolean): string {
  if (plugin !== undefined) return `credential plugin ${plugin.command}`;
  if (tokenFile !== undefined) return `token file ${tokenFile}`;
  if (user?.authProvider !== undefined) return `auth provider ${user.authProvider.name}`;
  if (hasToken) return 'token of the kubeconfig';
  if (headers.Authorization !== undefined) return 'name and password';
  if (certificate !== undefined) return 'client certificate';
  return 'nothing: requests are anonymous';
}

/** The `exp` of a JSON Web Token, such as those of service accounts; other tokens keep their end to themselves. */
function tokenEnd(token: string): number | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      exp?: unknown;
    };
    return typeof claims.exp === 'number' ? claims.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
