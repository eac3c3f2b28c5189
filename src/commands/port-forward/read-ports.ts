import type { ForwardRequest, ForwardTarget } from '../../session/forwards/forward.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

const webUiPort = 8081;
const highestPort = 65_535;
/** The name that native Kubernetes gives the port of the REST API and the Web UI, in the pod and in the Service. */
const restPortName = 'rest';

/** `pod` is the name of the pod that was asked for. Throws a CommandError with exit code 2 for an invalid port. */
export function readPorts(
  words: readonly string[],
  { pod, address }: { readonly pod: string | undefined; readonly address: string },
): readonly ForwardRequest[] {
  if (words.length > 0) return words.map((word) => readPortWord(word, pod, address));
  if (pod === undefined) return [{ target: { kind: 'web-ui' }, address, localPort: webUiPort, tryNextPorts: true }];
  throw new CommandError(exitCodes.usage, `which port of ${pod}?`, [`port-forward --pod ${pod} 9249`]);
}

/** `LOCAL`, `LOCAL:REMOTE` or `:REMOTE`. A local port of 0, or none, is any free one, as in kubectl. */
function readPortWord(word: string, pod: string | undefined, address: string): ForwardRequest {
  const [, local, remote] = /^(\d*)(?::(\d+|rest))?$/.exec(word) ?? [];
  if (local === undefined) throw invalidPort(word);
  const localPort = Number(local);
  if (localPort > highestPort) throw invalidPort(word);
  return { target: targetOf(word, remote, pod, localPort), address, localPort, tryNextPorts: false };
}

/** A local port alone is for the Web UI; of a named pod it is the same port on both ends, as in kubectl. */
function targetOf(word: string, remote: string | undefined, pod: string | undefined, localPort: number): ForwardTarget {
  const isWebUi = remote === undefined || remote === restPortName || (remote === '0' && localPort === 0);
  if (isWebUi && pod === undefined) return { kind: 'web-ui' };
  const port = Number(remote ?? localPort);
  if (!(port >= 1 && port <= highestPort)) throw invalidPort(word);
  return pod === undefined ? { kind: 'job-manager', port } : { kind: 'pod', pod, port };
}

function invalidPort(word: string): CommandError {
  return new CommandError(exitCodes.usage, `invalid port ${printable(word)}`, [
    'PORT is LOCAL, LOCAL:REMOTE or :REMOTE, for example 9000, 9000:6123 or :6123; ports are 1 to 65535.',
    ':0 opens the Web UI at any free local port. With --pod, REMOTE is a port of that pod.',
  ]);
}
