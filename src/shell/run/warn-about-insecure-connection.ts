import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { Connection } from '../../session/session.ts';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

/** Warns once per process, before the first request. */
export async function warnAboutInsecureConnection(
  { insecureReason }: Pick<KubernetesApi, 'insecureReason'>,
  { streams, signal }: Pick<RunOptions, 'streams' | 'signal'>,
): Promise<void> {
  if (insecureReason === undefined) return;
  const warning = `warning: insecure connection: TLS certificates are not verified (${insecureReason})`;
  await writeText(streams.stderr, warning, signal);
}

/** Warns after a command, because only its requests show the transport to Flink's REST API. */
export async function warnAboutUnverifiedRest(
  { restLink }: Pick<Connection, 'restLink'>,
  { streams }: Pick<RunOptions, 'streams'>,
): Promise<void> {
  if (!('isUnverified' in restLink())) return;
  const reason = "the API server's service proxy does not verify Flink's certificate";
  await writeText(streams.stderr, `warning: insecure connection: TLS certificates are not verified (${reason})`);
}
