import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { SessionNotFound } from '../../session/attach/session-not-found.ts';
import { ConnectFailure } from '../../session/rest/connect-failure.ts';
import { NoJobManager } from '../../session/rest/no-job-manager.ts';
import { printable } from '../../text/printable.ts';
import { CommandError } from './command-error.ts';

export type ErrorDescription = {
  readonly message: string;
  readonly hints: readonly string[];
  /** The message without the action and its object; undefined if the message names neither. */
  readonly reason?: string | undefined;
};

/** Returns an error as one line and its next steps, without stack traces and control characters. */
export function describeError(error: unknown): ErrorDescription {
  const { message, hints } = describe(error);
  const reason = error instanceof CommandError && error.reason !== undefined ? printable(error.reason) : undefined;
  return { message: printable(message), hints: hints.map(printable), ...(reason === undefined ? {} : { reason }) };
}

function describe(error: unknown): ErrorDescription {
  if (
    error instanceof CommandError ||
    error instanceof SessionNotFound ||
    error instanceof NoJobManager ||
    error instanceof ConnectFailure
  ) {
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
      return ['Set KUBECONFIG or use --kubeconfig FILE', 'Run flink-tui demo to try flink-tui without a cluster'];
    case 'unreachable':
    case 'timeout':
      if (error.proxySetting !== undefined) return [`Check that the proxy is running, or change ${error.proxySetting}`];
      return ['Check the API server with kubectl cluster-info, or choose another one with --context or --kubeconfig'];
    case 'forbidden':
      return forbiddenHints(error);
    case 'unauthorized':
    case 'credentials':
      return ['Check your identity with kubectl auth whoami'];
    case 'conflict':
      return ['Check the new state and try again: another client has changed the object'];
    default:
      return [];
  }
}

/** Returns the RBAC rule that would grant the access. */
function forbiddenHints({ verb, resource, namespace }: KubernetesError): readonly string[] {
  if (verb === undefined || resource === undefined) return [];
  const [path = '', subresource] = resource.split('/');
  const [plural = '', ...group] = path.split('.');
  const name = subresource === undefined ? plural : `${plural}/${subresource}`;
  const role = namespace === undefined ? 'a ClusterRole' : `a Role in ${namespace}`;
  return [
    `Add this rule to ${role}: {apiGroups: ["${group.join('.')}"], resources: ["${name}"], verbs: ["${verb}"]}`,
    `Run flink-tui permissions${namespace === undefined ? '' : ` -n ${namespace}`} to print the complete Role`,
  ];
}

function flinkHints({ kind, message, status }: FlinkError): readonly string[] {
  switch (kind) {
    case 'denied':
      return status === undefined ? [] : ['Set credentials with --rest-token-file FILE or --rest-login-file FILE'];
    case 'unavailable':
      return ['Try again in a moment: a JobManager may be starting, or a leader election may be in progress'];
    case 'gateway':
      return ["Check that a JobManager is running and that the gateway's backend is its REST port (8081 by default)"];
    case 'invalid':
      // No savepoint directory is configured. Flink 1.20 renamed the option, so the message has either name.
      return /savepoint-dir|savepoints\.dir/.test(message)
        ? ['Set a savepoint directory with --savepoint-dir DIR']
        : [];
    case 'too-large':
      return ["Raise the limit with --rest-response-limit SIZE if the server is Flink's REST API"];
    case 'unexpected-response':
      if (status !== undefined && status < 400 && status >= 300)
        return [
          "Set --rest-url to Flink's REST API itself, or set credentials with --rest-token-file or --rest-login-file",
        ];
      return ["Check that this address is Flink's REST API"];
    default:
      return [];
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split(/\r?\n/).find((line) => line.trim() !== '') ?? 'unknown error';
}
