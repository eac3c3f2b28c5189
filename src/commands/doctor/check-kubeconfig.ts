import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';
import { attempt } from '../record/attempt.ts';
import type { Services } from '../record/command.ts';
import { type Finding, failedFinding, finding } from './finding.ts';

/** One that nothing renews, and that ends within this, ends while one works. */
const soonMs = 3_600_000;

export async function checkKubeconfig(
  { connection: { kubernetes }, now }: Services,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { kubeconfig, context, server, insecureReason } = kubernetes;
  const place = `${kubeconfig}, context ${context}, server ${server}`;
  const file =
    insecureReason === undefined
      ? finding('kubeconfig', 'ok', place)
      : finding('kubeconfig', 'warning', `${place}, insecure: certificates are not verified (${insecureReason})`, {
          next: `Remove ${insecureReason}. Name the cluster's CA with certificate-authority instead.`,
        });
  const credential = await attempt(kubernetes.credential(), signal);
  if (credential instanceof Error) {
    return [file, failedFinding('credentials', credential, 'kubectl config view shows what the kubeconfig has.')];
  }
  const { user, method, expiresAt } = credential;
  const who = `${user === undefined ? 'no user' : `user ${user}`}, ${method}`;
  if (expiresAt === undefined) return [file, finding('credentials', 'ok', who)];

  const leftMs = expiresAt - now();
  const end = `${utcTime(expiresAt)} (${leftMs > 0 ? `in ${formatDuration(leftMs)}` : `${formatDuration(-leftMs)} ago`})`;
  if (leftMs <= 0) {
    return [
      file,
      finding('credentials', 'failed', `${who}, ended ${end}`, { next: 'Log in again, or renew the kubeconfig.' }),
    ];
  }
  const isRenewed = /^(credential plugin|token file)/.test(method);
  if (isRenewed || leftMs > soonMs) return [file, finding('credentials', 'ok', `${who}, until ${end}`)];
  return [
    file,
    finding('credentials', 'warning', `${who}, ends ${end}, and nothing renews it`, {
      next: 'Get a kubeconfig that lasts longer, or one with a credential plugin.',
    }),
  ];
}
