import { jobArgumentHelp } from '../job/job-selector.ts';
import { checkFlinkReachable } from '../record/availability.ts';
import { command, type Plan } from '../record/command.ts';
import { exitCodes } from '../record/command-error.ts';
import { readOnlyPlan, runWithoutProgress } from '../record/plan/read-only-plan.ts';
import { numberOption } from '../record/shared-options.ts';
import type { DiagnosisResult } from './read-diagnosis.ts';

type WhyPlan = Plan & { readonly job: string | undefined; readonly watchMs: number };
type WhyResult = {
  readonly diagnosis: DiagnosisResult;
  readonly lines: readonly string[];
  readonly data: unknown;
};

export const why = command<WhyPlan, WhyResult>({
  name: 'why',
  summary: 'Say what is wrong, why, and what to do next',
  description:
    'Diagnose the cluster, or one job: restarts and their first cause, failing, late and growing checkpoints, ' +
    'back-pressure and the vertex that causes it, skew, blocked subtasks, watermarks that stand still, growing lag, ' +
    'missing slots, lost TaskManagers, memory near a limit, loggers that flood the log, and restarts of the JobManager. ' +
    'The most urgent finding is first, each with its evidence and the next step. Risks in the configuration are listed, ' +
    'but are not findings.\n\n' +
    'why reads the journal, if there is one, and what Flink and Kubernetes still remember. It changes nothing. One ' +
    'reading shows no growth: --watch-for 2m first watches the pending records and the memory.\n\n' +
    `Exit code ${exitCodes.success}: no findings. ${exitCodes.findings}: findings. ${exitCodes.notAssessed}: no findings, ` +
    'but something could not be assessed. A missing metrics server, or no right to read it, does not count.\n\n' +
    'JSON: an object with findings, risks, notAssessed, notes and lastSeen (of an ended JOB, as of job). A finding has rule, severity (critical or warning), ' +
    'job, text, since, vertex, subtask (from 1), pod, rootCause, evidence and next (text and command).',
  group: 'cluster',
  examples: ['why', 'why orders', 'why --watch-for 2m -o json'],
  needs: 'read',
  arguments: [{ name: 'JOB', kind: 'job', required: false, many: false, summary: jobArgumentHelp }],
  options: [
    {
      name: 'watch-for',
      value: 'DURATION',
      kind: 'duration',
      summary: 'How long to watch the growth first: 2m',
    },
  ],
  keys: [
    {
      key: 'D',
      pane: 'any',
      hint: 'why',
      isAlwaysShown: true,
      help: 'Say what is wrong, why, and what to do next',
      subject: 'session',
    },
  ],
  rules: [],
  available: checkFlinkReachable,
  plan: async (_services, input) =>
    readOnlyPlan('Diagnose the cluster', { job: input.arguments[0], watchMs: numberOption(input, 'watch-for') ?? 0 }),
  run: runWithoutProgress(async (services, { job, watchMs }, signal) => {
    // Loaded on demand: other commands do not need the rules.
    const [{ readDiagnosis }, { diagnosisData, diagnosisLines }] = await Promise.all([
      import('./read-diagnosis.ts'),
      import('./show-diagnosis.ts'),
    ]);
    const diagnosis = await readDiagnosis(services, { selector: job, watchMs }, signal);
    return { diagnosis, lines: [...diagnosisLines(diagnosis)], data: diagnosisData(diagnosis) };
  }),
  render: {
    text: ({ lines }) => lines.join('\n'),
    json: ({ data }) => data,
    names: ({ diagnosis: { findings } }) => [...new Set(findings.map(({ rule }) => rule))],
  },
  onScreen: { override: (screen, input) => screen.showDiagnosis(input) },
  exitCode: ({ diagnosis: { findings, notAssessed } }) => {
    if (findings.length > 0) return exitCodes.findings;
    return notAssessed.some(({ isPermanent }) => !isPermanent) ? exitCodes.notAssessed : exitCodes.success;
  },
});
