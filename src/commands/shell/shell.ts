import type { SessionSnapshot } from '../../session/snapshot.ts';
import { checkApiServerReachable } from '../record/availability.ts';
import { command, type Input } from '../record/command.ts';
import { exitCodes } from '../record/command-error.ts';
import { execRules } from '../record/exec-rules.ts';
import type { ShellPlan, ShellResult } from './shell-plan.ts';

export const shell = command<ShellPlan, ShellResult>({
  name: 'shell',
  summary: 'Open a shell in a pod, or run a command in it',
  description:
    'Open a shell in a container: bash, or sh if there is no bash. With COMMAND, run that program instead. No shell ' +
    'interprets its words.\n\n' +
    'Without POD, open the shell in the only pod, or in the leading JobManager. POD is a pod name, or a unique suffix or ' +
    'prefix of one.\n\n' +
    'On a terminal, all keys go to the pod, also Ctrl-C and Ctrl-Z. If the connection hangs, Enter ~ . closes it, and ~~ at ' +
    'the start of a line sends one ~. While the shell runs, the pod controls the terminal. It cannot read or write the ' +
    'clipboard: OSC 52 is removed. Afterwards the modes of the terminal are reset.\n\n' +
    'If standard input or standard output is not a terminal, the program in the pod gets none either. Standard input is ' +
    'passed on until its end, and both outputs stay separate. It is not available for commands from standard input of ' +
    'attach.\n\n' +
    'The exit code is that of the program in the pod. It is 5 if the pod is deleted, its container ends or the connection ' +
    'is lost, and 130 after Enter ~ . A closed connection does not end a program in the pod.',
  group: 'cluster',
  examples: [
    'shell',
    'shell taskmanager-1-1',
    'shell taskmanager-1-1 -- top',
    'shell -- cat /opt/flink/conf/config.yaml',
  ],
  needs: 'read',
  arguments: [
    {
      name: 'POD',
      kind: 'pod',
      required: false,
      many: false,
      summary: 'Pod name, or a unique suffix or prefix (default: the only pod or the leading JobManager)',
    },
  ],
  options: [{ name: 'container', value: 'NAME', summary: 'Container (default: the main container)' }],
  trailing: { name: 'COMMAND...', summary: 'The program and its arguments (default: bash or sh)' },
  keys: [
    {
      key: 's',
      pane: 'pods',
      hint: 'shell',
      help: 'Open a shell in the pod',
      subject: 'pod',
      ignoresMarks: true,
    },
  ],
  rules: execRules,
  available: checkPodExists,
  async plan(services, input, signal) {
    const { planShell } = await import('./plan-shell.ts');
    return planShell(services, input, signal);
  },
  async *run(services, plan, signal) {
    const { runShell } = await import('./run-shell.ts');
    return yield* runShell(services, plan, signal);
  },
  render: {
    // The terminal has shown everything.
    text: () => '',
    json: () => undefined,
    names: () => [],
    summary: (result) => ({ title: describeEnd(result) }),
  },
  exitCode: ({ end }) => (end.kind === 'exited' ? end.exitCode : exitCodes.interrupted),
  onScreen: { show: (screen, result) => screen.showMessage(describeEnd(result)) },
});

/** `Shell in my-cluster-taskmanager-1-1 ended (exit code 0)` */
function describeEnd({ program, pod, end }: ShellResult): string {
  if (end.kind === 'exited') return `${program} in ${pod} ended (exit code ${end.exitCode})`;
  return `Connection to ${pod} closed. ${program} may still run in the pod`;
}

function checkPodExists(snapshot: SessionSnapshot, input: Input): true | string {
  const reachable = checkApiServerReachable(snapshot);
  const pod = snapshot.pods?.find(({ name }) => name === input.arguments[0]);
  if (reachable !== true || pod === undefined) return reachable;
  if (pod.goneAt !== undefined) return 'the pod was deleted';
  return pod.containers.length > 0 || 'Flink lists this TaskManager, but it has no pod';
}
