import { cluster } from './cluster.ts';
import { runProgram } from './run-program.ts';

/** A finding of `why -o json`. */
export type FindingData = {
  readonly rule: string;
  readonly severity: string;
  readonly job: { readonly id: string; readonly name: string } | null;
  readonly text: string;
  readonly since: string | null;
  readonly vertex: string | null;
  readonly subtask: number | null;
  readonly pod: string | null;
  readonly rootCause: { readonly exception: string; readonly message: string; readonly pod: string | null } | null;
  readonly evidence: readonly string[];
};
export type DiagnosisData = {
  readonly exitCode: number;
  readonly findings: readonly FindingData[];
  readonly risks: readonly FindingData[];
  readonly notAssessed: readonly { readonly rule: string; readonly what: string; readonly reason: string }[];
};

/** Runs the built program's `why` on the real cluster. */
export async function why(clusterId: string, stateFolder: string, ...rest: readonly string[]): Promise<DiagnosisData> {
  const args = ['why', clusterId, ...rest];
  const { exitCode, stdout, stderr } = await runProgram([...args, '-o', 'json', '--kubeconfig', cluster.kubeconfig()], {
    env: { XDG_STATE_HOME: stateFolder },
    timeoutMs: 5 * 60_000,
  });
  if (stdout === '') throw new Error(`why ended with ${exitCode}: ${stderr}`);
  return { exitCode, ...(JSON.parse(stdout) as Omit<DiagnosisData, 'exitCode'>) };
}
