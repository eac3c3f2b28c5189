import { KubernetesError } from '../error.ts';

/** What kubelets say where no connection came about, as opposed to one that broke (containerd, CRI-O, docker). */
const nothingWasTaken = /connection refused|failed to connect|failed to dial|is not running|not found|no such/i;

/** Did a forwarded stream end because nobody in the pod took the connection? Then what was sent may be sent again. */
export function isPortRefused(error: unknown): boolean {
  if (!(error instanceof KubernetesError) || error.resource !== 'pods/portforward') return false;
  return error.cause instanceof Error && nothingWasTaken.test(error.cause.message);
}
