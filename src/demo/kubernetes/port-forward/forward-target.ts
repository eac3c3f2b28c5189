import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { DemoObject, Kubelet } from '../../contracts.ts';

/** The target pod of a port forward. */
export type ForwardTarget = {
  /** Opens a connection to a port of the pod. Returns undefined if the port is closed. */
  readonly connect: (port: number) => Duplex | undefined;
  /** Returns the kubelet's error message for a closed port. */
  readonly connectError: (port: number) => string;
};

export function createForwardTarget({ metadata }: DemoObject, kubelet: Kubelet): ForwardTarget {
  const { namespace = '', name, uid = '' } = metadata;
  const sandbox = createHash('sha256').update(uid).digest('hex');
  return {
    connect: (port) => kubelet.connect(namespace, name, port),
    connectError: (port) =>
      `error forwarding port ${port} to pod ${sandbox}, uid : failed to execute portforward in network namespace ` +
      `"/var/run/netns/cni-${uid}": failed to connect to localhost:${port} inside namespace "${sandbox}", ` +
      `IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused ` +
      'IPv6 dial tcp6: address localhost: no suitable address found ',
  };
}
