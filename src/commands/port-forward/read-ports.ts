import type { ForwardRequest, ForwardTarget } from '../../session/forwards/forward.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

const webUiPort = 8081;
const highestPort = 65_535;
/** Name of the REST port in the pod and the Service, as set by Flink's native Kubernetes integration. */
const restPortName = 'rest';

/**
 * Parses the PORT arguments; `pod` is the name given by `--pod`. Throws a CommandError with exit code 2 if an argument
 * is invalid.
 */
export function readPorts(
  ports: readonly string[],
  { pod, address }: { readonly pod: string | undefined; readonly address: string },
): readonly ForwardRequest[] {
  if (ports.length > 0) return ports.map((port) => readPort(port, pod, address));
  if (pod === undefined) return [{ target: { kind: 'web-ui' }, address, localPort: webUiPort, tryNextPorts: true }];
  throw new CommandError(exitCodes.usage, 'port-forward --pod requires a PORT', [
    `Example: port-forward --pod ${pod} 9249`,
  ]);
}

/** Parses `LOCAL`, `LOCAL:REMOTE` or `:REMOTE`. A local port of 0, or none, means any free port, as in kubectl. */
function readPort(text: string, pod: string | undefined, address: string): ForwardRequest {
  const [, local, remote] = /^(\d*)(?::(\d+|rest))?$/.exec(text) ?? [];
  if (local === undefined) throw invalidPortError(text);
  const localPort = Number(local);
  if (localPort > highestPort) throw invalidPortError(text);
  return { target: targetOf(text, remote, pod, localPort), address, localPort, tryNextPorts: false };
}

/** A local port alone forwards to the Web UI. With a pod, the remote port is the same, as in kubectl. */
function targetOf(text: string, remote: string | undefined, pod: string | undefined, localPort: number): ForwardTarget {
  const isWebUi = remote === undefined || remote === restPortName || (remote === '0' && localPort === 0);
  if (isWebUi && pod === undefined) return { kind: 'web-ui' };
  const port = Number(remote ?? localPort);
  if (!(port >= 1 && port <= highestPort)) throw invalidPortError(text);
  return pod === undefined ? { kind: 'job-manager', port } : { kind: 'pod', pod, port };
}

function invalidPortError(text: string): CommandError {
  return new CommandError(exitCodes.usage, `invalid port ${printable(text)}`, [
    'PORT is LOCAL, LOCAL:REMOTE or :REMOTE, such as 9000, 9000:6123 or :6123. Ports are 1 to 65535.',
    ':0 forwards any free local port to the Web UI. With --pod, REMOTE is a port of that pod.',
  ]);
}
