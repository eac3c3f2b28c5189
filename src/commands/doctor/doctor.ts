import { largest } from '../../text/largest.ts';
import { printable } from '../../text/printable.ts';
import { type Command, command, type Plan } from '../record/command.ts';
import { exitCodes } from '../record/command-error.ts';
import { readPlan } from '../record/read-plan.ts';
import { type Finding, failedFinding } from './finding.ts';

type Examination = { readonly findings: readonly Finding[] };

/** Reads the table that it stands in itself, hence late. */
export const createDoctor = (commands: () => readonly Command[]): Command =>
  command<Plan, Examination>({
    name: 'doctor',
    summary: 'look at all that is needed, and tell what to do about what is missing',
    description:
      'Looks at the kubeconfig and its credentials, the API server and its clock, each right and what it is for, the ' +
      "session cluster and how its REST API is exposed, that API by each way, a pod's log, the logging file in the pods, " +
      'and high availability. Each failure has one next step. It runs where the cluster cannot be attached to, too. ' +
      'Warnings do not count as failures.\n\n' +
      'JSON: an array of checks; state is ok, warning, failed or skipped, next is null where nothing is to be done, ' +
      'milliseconds is how long an answer took, or null.',
    group: 'cluster',
    examples: ['doctor'],
    needs: 'read',
    arguments: [],
    options: [],
    keys: [],
    rules: [],
    available: () => true,
    plan: async () => readPlan('doctor', {}),
    async *run(services, _plan, signal) {
      const { examine } = await import('./examine.ts');
      return { findings: yield* examine(services, commands(), signal) };
    },
    render: {
      text: ({ findings }) => findings.flatMap(linesOf(findings)).join('\n'),
      json: ({ findings }) =>
        findings.map(({ next, milliseconds, ...rest }) => ({
          ...rest,
          next: next ?? null,
          milliseconds: milliseconds === undefined ? null : Math.round(milliseconds),
        })),
      names: ({ findings }) => findings.filter(({ state }) => state === 'failed').map(({ check }) => check),
    },
    failure: ({ findings }) => {
      const failed = findings.filter(({ state }) => state === 'failed').length;
      if (failed === 0) return undefined;
      return { exitCode: exitCodes.failed, message: `${failed} of ${findings.length} checks failed` };
    },
    withoutSession: (error) => ({
      findings: [failedFinding('kubeconfig', error, 'kubectl config view shows what kubectl reads.')],
    }),
  });

const stateWidth = 'skipped'.length;

/** The finding, and below it what to do. */
function linesOf(findings: readonly Finding[]): (finding: Finding) => readonly string[] {
  const checkWidth = largest(findings.map(({ check }) => check.length));
  return ({ check, state, told, next, milliseconds }) => {
    const time = milliseconds === undefined ? '' : ` (${Math.round(milliseconds)} ms)`;
    const line = `${state.padEnd(stateWidth)}  ${check.padEnd(checkWidth)}  ${printable(told)}${time}`;
    return next === undefined ? [line] : [line, `${' '.repeat(stateWidth + checkWidth + 4)}-> ${printable(next)}`];
  };
}
