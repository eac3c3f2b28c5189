import { X509Certificate } from 'node:crypto';
import type { User } from '@kubernetes/client-node';
import type { ExecCredential } from './exec-plugin.ts';

/** The user's authentication to the API server. Contains no secret. */
export type CredentialDescription = {
  /** User name in the kubeconfig; undefined if the context has none. */
  readonly user: string | undefined;
  /** `credential plugin aws`, `client certificate`, `token file /path`. */
  readonly method: string;
  /** Epoch milliseconds; undefined if the credential does not expire or its expiry is unknown. */
  readonly expiresAt: number | undefined;
};

export type CredentialFacts = {
  readonly user: User | undefined;
  readonly plugin: { readonly command: string; readonly credential: ExecCredential } | undefined;
  readonly tokenFile: string | undefined;
  readonly headers: { readonly [name: string]: unknown };
  readonly certificate: string | undefined;
};

export function describeCredential(facts: CredentialFacts): CredentialDescription {
  const { user, plugin, certificate } = facts;
  const token = /^Bearer (.*)$/.exec(String(facts.headers.Authorization))?.[1];
  const expiries = [
    plugin?.credential.expiresAt,
    plugin === undefined && token !== undefined ? tokenExpiry(token) : undefined,
    certificate === undefined ? undefined : Date.parse(new X509Certificate(certificate).validTo),
  ].filter((expiry) => expiry !== undefined && Number.isFinite(expiry));
  return {
    user: user?.name,
    method: methodOf(facts, token !== undefined),
    expiresAt:
      expiries.length === 0 ? undefined : (expiries as number[]).reduce((first, expiry) => Math.min(first, expiry)),
  };
}

function methodOf({ user, plugin, tokenFile, headers, certificate }: CredentialFacts, hasToken: boolean): string {
  if (plugin !== undefined) return `credential plugin ${plugin.command}`;
  if (tokenFile !== undefined) return `token file ${tokenFile}`;
  if (user?.authProvider !== undefined) return `auth provider ${user.authProvider.name}`;
  if (hasToken) return 'token in the kubeconfig';
  if (headers.Authorization !== undefined) return 'user name and password';
  if (certificate !== undefined) return 'client certificate';
  return 'none (anonymous)';
}

/** Returns the expiry of a JSON Web Token in epoch milliseconds; undefined for other tokens. */
function tokenExpiry(token: string): number | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      exp?: unknown;
    };
    return typeof claims.exp === 'number' ? claims.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
