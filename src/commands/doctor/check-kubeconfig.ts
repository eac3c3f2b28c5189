import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';
import type { Services } from '../record/command.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { createErrorFinding, createFinding, type Finding } from './finding.ts';

/** A credential without renewal that expires within this time gets a warning. */
const expiryWarningMs = 3_600_000;

export async function checkKubeconfig(
  { connection: { kubernetes }, now }: Services,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { kubeconfig, context, server, insecureReason } = kubernetes;
  const location = `${kubeconfig}, context ${context}, server ${server}`;
  const file =
    insecureReason === undefined
      ? createFinding('kubeconfig', 'ok', location)
      : createFinding(
          'kubeconfig',
          'warning',
          `${location}, insecure: certificates are not verified (${insecureReason})`,
          {
            next: `Remove ${insecureReason} and set certificate-authority to the cluster's CA`,
          },
        );
  const credential = await resultOrError(kubernetes.credential(), signal);
  if (credential instanceof Error) {
    return [file, createErrorFinding('credentials', credential, 'Check the kubeconfig with kubectl config view')];
  }
  const { user, method, expiresAt } = credential;
  const identity = `${user === undefined ? 'no user' : `user ${user}`}, ${method}`;
  if (expiresAt === undefined) return [file, createFinding('credentials', 'ok', identity)];

  const remainingMs = expiresAt - now();
  const expiry = `${utcTime(expiresAt)} (${remainingMs > 0 ? `in ${formatDuration(remainingMs)}` : `${formatDuration(-remainingMs)} ago`})`;
  if (remainingMs <= 0) {
    return [
      file,
      createFinding('credentials', 'failed', `${identity}, expired ${expiry}`, {
        next: 'Log in again or renew the kubeconfig',
      }),
    ];
  }
  const isRenewed = /^(credential plugin|token file)/.test(method);
  if (isRenewed || remainingMs > expiryWarningMs)
    return [file, createFinding('credentials', 'ok', `${identity}, expires ${expiry}`)];
  return [
    file,
    createFinding('credentials', 'warning', `${identity}, expires ${expiry} without renewal`, {
      next: 'Use a kubeconfig with a longer-lived credential or a credential plugin',
    }),
  ];
}
