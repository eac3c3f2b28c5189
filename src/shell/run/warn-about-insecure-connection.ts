import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { Connection } from '../../session/session.ts';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

/** Once for each use of the program, before anything is sent. */
export async function warnAboutInsecureConnection(
  { insecureReason }: Pick<KubernetesApi, 'insecureReason'>,
  { streams, signal }: Pick<RunOptions, 'streams' | 'signal'>,
): Promise<void> {
  if (insecureReason === undefined) return;
  const warning = `warning: insecure connection: TLS certificates are not verified (${insecureReason})`;
  await writeText(streams.stderr, warning, signal);
}

/** After a command: only then it is known by which way Flink's REST API was reached. */
export async function warnAboutUnverifiedRest(
  { restLink }: Pick<Connection, 'restLink'>,
  { streams }: Pick<RunOptions, 'streams'>,
): Promise<void> {
  if (!('isUnverified' in restLink())) return;
  const reason = "by service proxy the API server does not check Flink's";
  await writeText(streams.stderr, `warning: insecure connection: TLS certificates are not verified (${reason})`);
}
