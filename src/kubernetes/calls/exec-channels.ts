import type { ExecTarget } from '../api.ts';
import { KubernetesError } from '../error.ts';

/** API servers before 1.30 support only v4, which cannot end standard input. */
export const execProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** The first byte of each message is its channel (Kubernetes: remotecommand/constants.go). */
export const execChannels = {
  input: 0,
  output: 1,
  errorOutput: 2,
  status: 3,
  /** JSON of the terminal's size: `{"Width":80,"Height":24}` */
  resize: 4,
  /** Since v5: the next byte is the channel to close. */
  close: 255,
} as const;

export function execError(
  kind: 'invalid' | 'unreachable',
  { namespace, pod, container, command }: ExecTarget,
  reason: string,
  cause: Error = new Error(reason),
): KubernetesError {
  const call = `run ${command[0]} in container ${container} of pod ${pod} in namespace ${namespace}`;
  const context = { verb: 'get', resource: 'pods/exec', namespace, name: pod, cause };
  return new KubernetesError(kind, `cannot ${call}: ${reason.trim()}`, context);
}
