import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { programFile, projectRoot } from './program.ts';
import { runProgram } from './run-program.ts';

export type Recorder = {
  /** Status lines so far. */
  readonly status: () => string;
  /** Sends the signal and waits for the end. Returns the exit code, or the signal that ended the process. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | NodeJS.Signals | null>;
};

/** An item of `timeline -o json`. */
export type TimelineData = {
  readonly at: string;
  readonly kind: string;
  readonly severity: string;
  readonly subject: string;
  readonly text: string;
  readonly until?: string | null;
  readonly [field: string]: unknown;
};

type RecorderOptions = { readonly kubeconfig: string; readonly stateFolder: string };

/** Starts `flink-tui record` with the built program. */
export function startRecorder(
  clusterIds: readonly string[],
  { kubeconfig, stateFolder }: RecorderOptions,
  args: readonly string[] = [],
): Recorder {
  const child: ChildProcess = spawn(
    process.execPath,
    [programFile(projectRoot), 'record', ...clusterIds, '--kubeconfig', kubeconfig, ...args],
    { env: { ...process.env, XDG_STATE_HOME: stateFolder }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const closed = once(child, 'close');
  let status = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    status += text;
  });
  return {
    status: () => status,
    end: async (signal) => {
      child.kill(signal);
      const [code, endedBy] = (await closed) as [number | null, NodeJS.Signals | null];
      return code ?? endedBy;
    },
  };
}

/** Returns the items of the timeline, oldest first. */
export async function readTimelineData(
  clusterId: string,
  { kubeconfig, stateFolder }: RecorderOptions,
  args: readonly string[] = [],
): Promise<readonly TimelineData[]> {
  const { exitCode, stdout, stderr } = await runProgram(
    ['timeline', clusterId, '--kubeconfig', kubeconfig, '-o', 'json', ...args],
    { env: { XDG_STATE_HOME: stateFolder } },
  );
  if (exitCode !== 0) throw new Error(`timeline ended with ${exitCode}: ${stderr}`);
  return (JSON.parse(stdout) as TimelineData[]).reverse();
}
