import type { KubernetesApi } from '../kubernetes/api.ts';
import type { Connection } from '../session/session.ts';
import type { Terms } from './terms.ts';
import { writeText } from './write.ts';

/** Once for each use of the program, before anything is sent. */
export async function warnOfInsecureConnection(
  { insecureReason }: Pick<KubernetesApi, 'insecureReason'>,
  { streams, signal }: Pick<Terms, 'streams' | 'signal'>,
): Promise<void> {
  if (insecureReason === undefined) return;
  const warning = `warning: insecure connection: TLS certificates are not verified (${insecureReason})`;
  await writeText(streams.stderr, warning, signal);
}

/** After a command: only then it is known by which way Flink's REST API was reached. */
export async function warnOfUnverifiedRest(
  { restLink }: Pick<Connection, 'restLink'>,
  { streams }: Pick<Terms, 'streams'>,
): Promise<void> {
  if (!('isUnverified' in restLink())) return;
  const reason = "by service proxy the API server does not check Flink's";
  await writeText(streams.stderr, `warning: insecure connection: TLS certificates are not verified (${reason})`);
}
