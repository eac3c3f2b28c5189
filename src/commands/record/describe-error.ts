import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';
import { NoJobManager } from '../../session/rest/no-job-manager.ts';
import { printable } from '../../text/printable.ts';
import { CommandError } from './command-error.ts';

export type ErrorDescription = { readonly message: string; readonly hints: readonly string[] };

/** Any error as one line for a person, and what to do next. Never a stack trace, nothing that a terminal would obey. */
export function describeError(error: unknown): ErrorDescription {
  const { message, hints } = describe(error);
  return { message: printable(message), hints: hints.map(printable) };
}

function describe(error: unknown): ErrorDescription {
  if (error instanceof CommandError || error instanceof SessionNotFound || error instanceof NoJobManager) {
    return { message: error.message, hints: error.hints };
  }
  if (error instanceof KubernetesError) return { message: error.message, hints: kubernetesHints(error) };
  if (error instanceof FlinkError) return { message: error.message, hints: flinkHints(error) };
  if (error instanceof Error && error.name === 'AbortError') return { message: 'interrupted', hints: [] };
  return { message: firstLine(error), hints: [] };
}

function kubernetesHints(error: KubernetesError): readonly string[] {
  switch (error.kind) {
    case 'no-kubeconfig':
      return [
        'KUBECONFIG or --kubeconfig FILE says where one is.',
        'flink-tui demo shows the program without a cluster.',
      ];
    case 'unreachable':
    case 'timeout':
      if (error.proxySetting !== undefined) return [`Check that the proxy runs, or change ${error.proxySetting}.`];
      return ['kubectl cluster-info asks the same server; --context and --kubeconfig choose another.'];
    case 'forbidden':
      return forbiddenHints(error);
    case 'unauthorized':
    case 'credentials':
      return ['kubectl auth whoami tells who the server takes you for.'];
    case 'conflict':
      return ['Something else changed it in the meantime: look again, and repeat if you still want it.'];
    default:
      return [];
  }
}

/** The rule that would grant it, in the words of a Role. */
function forbiddenHints({ verb, resource, namespace }: KubernetesError): readonly string[] {
  if (verb === undefined || resource === undefined) return [];
  const [path = '', subresource] = resource.split('/');
  const [plural = '', ...group] = path.split('.');
  const name = subresource === undefined ? plural : `${plural}/${subresource}`;
  const where = namespace === undefined ? 'A ClusterRole' : `A Role in ${namespace}`;
  return [
    `${where} would allow it with the rule {apiGroups: ["${group.join('.')}"], resources: ["${name}"], verbs: ["${verb}"]}.`,
    `flink-tui rights${namespace === undefined ? '' : ` -n ${namespace}`} prints the whole Role.`,
  ];
}

function flinkHints({ kind, message, status }: FlinkError): readonly string[] {
  switch (kind) {
    case 'denied':
      return status === undefined ? [] : ['--rest-token-file FILE or --rest-login-file FILE tells it who you are.'];
    case 'unavailable':
      return ['A JobManager may be starting, or a new leader being elected: try again in a moment.'];
    case 'gateway':
      return ["Check that a JobManager runs, and that the gateway's backend is its REST port (8081 by default)."];
    case 'invalid':
      // The key was renamed in 1.20; both mean that no place for savepoints is known (flink.md 3.4).
      return /savepoint-dir|savepoints\.dir/.test(message) ? ['--savepoint-dir DIR names a place for it.'] : [];
    case 'too-large':
      return ["Raise it with --rest-answer-limit SIZE if this is Flink's REST API, and memory allows it."];
    case 'unexpected-answer':
      if (status !== undefined && status < 400 && status >= 300)
        return ["Set --rest-url to Flink's REST API itself; --rest-token-file or --rest-login-file may be missing."];
      return ["Is something else than Flink's REST API behind this address?"];
    default:
      return [];
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split(/\r?\n/).find((line) => line.trim() !== '') ?? 'unknown error';
}
