import type { ForwardRequest, ForwardTarget } from '../../session/forwards/forward.ts';
import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../command-error.ts';

const webUiPort = 8081;
const highestPort = 65_535;

/** `pod` is the name of one, where one was asked for. Rejects what is no port with a CommandError of exit code 2. */
export function readPortWords(
  words: readonly string[],
  { pod, address }: { readonly pod: string | undefined; readonly address: string },
): readonly ForwardRequest[] {
  if (words.length > 0) return words.map((word) => readPortWord(word, pod, address));
  if (pod === undefined) return [{ target: { kind: 'web-ui' }, address, localPort: webUiPort, orNext: true }];
  throw new CommandError(exitCodes.usage, `which port of ${pod}?`, [`port-forward --pod ${pod} 9249`]);
}

function readPortWord(word: string, pod: string | undefined, address: string): ForwardRequest {
  const [, local, colon, remote] = /^(\d*)(?:(:)(\d+))?$/.exec(word) ?? [];
  if (local === undefined || (local === '' && colon === undefined)) throw noPort(word);
  const localPort = local === '' ? 0 : portNumber(local, word);
  const target = targetOf(remote === undefined ? undefined : portNumber(remote, word), pod, localPort);
  return { target, address, localPort, orNext: false };
}

/** One number alone is where the Web UI is to be; of a pod that was named, it is the same at both ends, as in kubectl. */
function targetOf(remotePort: number | undefined, pod: string | undefined, localPort: number): ForwardTarget {
  if (pod !== undefined) return { kind: 'pod', pod, port: remotePort ?? localPort };
  return remotePort === undefined ? { kind: 'web-ui' } : { kind: 'job-manager', port: remotePort };
}

function portNumber(text: string, word: string): number {
  const port = Number(text);
  if (port < 1 || port > highestPort) throw noPort(word);
  return port;
}

function noPort(word: string): CommandError {
  return new CommandError(exitCodes.usage, `${printable(word)} is no port`, [
    'LOCAL:REMOTE as in 9000:8081, :REMOTE for any free local port, or LOCAL for the Web UI; ports are 1 to 65535.',
  ]);
}
