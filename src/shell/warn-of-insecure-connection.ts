import type { KubernetesApi } from '../kubernetes/api.ts';
import type { Terms } from './run-command.ts';
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
