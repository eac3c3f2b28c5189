import { largest } from '../../text/largest.ts';
import { printable } from '../../text/printable.ts';
import { type Command, command, type Plan } from '../record/command.ts';
import { exitCodes } from '../record/command-error.ts';
import { readOnlyPlan } from '../record/plan/read-only-plan.ts';
import { createErrorFinding, type Finding } from './finding.ts';

type DoctorResult = { readonly findings: readonly Finding[] };

/** Takes the command table as a function, because the table contains this command. */
export const createDoctor = (commands: () => readonly Command[]): Command =>
  command<Plan, DoctorResult>({
    name: 'doctor',
    summary: 'Check everything flink-tui needs and suggest fixes',
    description:
      'Check the kubeconfig and its credentials, the API server and its clock, permissions, the session cluster, and its ' +
      "REST Service. Also check each REST transport, a pod's log, the logging configuration in the pods, and high " +
      'availability. Each warning and failure has a next step. doctor works even if attach fails. Warnings do not change ' +
      'the exit code.\n\n' +
      'JSON: an array of checks with check, state (ok, warning, failed or skipped), message, next (the next step, or ' +
      'null) and durationMs (response time, or null).',
    group: 'cluster',
    examples: ['doctor'],
    needs: 'read',
    arguments: [],
    options: [],
    keys: [],
    rules: [],
    available: () => true,
    plan: async () => readOnlyPlan('Check the setup', {}),
    async *run(services, _plan, signal) {
      const { runChecks } = await import('./run-checks.ts');
      return { findings: yield* runChecks(services, commands(), signal) };
    },
    render: {
      text: ({ findings }) => findings.flatMap(linesOf(findings)).join('\n'),
      json: ({ findings }) =>
        findings.map(({ next, durationMs, ...rest }) => ({
          ...rest,
          next: next ?? null,
          durationMs: durationMs === undefined ? null : Math.round(durationMs),
        })),
      names: ({ findings }) => findings.filter(({ state }) => state === 'failed').map(({ check }) => check),
    },
    failure: ({ findings }) => {
      const failed = findings.filter(({ state }) => state === 'failed').length;
      if (failed === 0) return undefined;
      return { exitCode: exitCodes.failed, message: `${failed} of ${findings.length} checks failed` };
    },
    withoutSession: (error) => ({
      findings: [createErrorFinding('kubeconfig', error, 'Check the kubeconfig with kubectl config view')],
    }),
  });

const stateWidth = 'skipped'.length;

/** Formats a finding as one line, with the next step on a second line. */
function linesOf(findings: readonly Finding[]): (finding: Finding) => readonly string[] {
  const checkWidth = largest(findings.map(({ check }) => check.length));
  return ({ check, state, message, next, durationMs }) => {
    const time = durationMs === undefined ? '' : ` (${Math.round(durationMs)} ms)`;
    const line = `${state.padEnd(stateWidth)}  ${check.padEnd(checkWidth)}  ${printable(message)}${time}`;
    return next === undefined ? [line] : [line, `${' '.repeat(stateWidth + checkWidth + 4)}-> ${printable(next)}`];
  };
}
