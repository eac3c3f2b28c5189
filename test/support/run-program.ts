import { spawn } from 'node:child_process';
import { programFile, projectRoot } from './program.ts';

export type RunResult = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
};

/**
 * Runs the built program without a terminal, until the program exits. `input` is the standard input, and can be a
 * promise that resolves while the program runs.
 */
export function runProgram(
  args: readonly string[],
  {
    input = '',
    env = {},
    timeoutMs = 120_000,
    root = projectRoot,
  }: { input?: string | Promise<string>; env?: { [name: string]: string }; timeoutMs?: number; root?: string } = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [programFile(root), ...args], {
      cwd: projectRoot,
      env: { ...process.env, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`flink-tui ${args.join(' ')} did not end within ${timeoutMs} ms\n${stdout}\n${stderr}`));
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ exitCode: code ?? -1, stdout, stderr, milliseconds: performance.now() - started });
    });
    child.stdin.on('error', () => undefined); // The program may exit before it reads all of its input.
    void Promise.resolve(input).then((text) => child.stdin.end(text));
  });
}
