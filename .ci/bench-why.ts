// The part of `npm run bench` that diagnoses a cluster of 20 jobs.
import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes } from '../src/commands/record/command-error.ts';
import { measureProgram, median } from '../test/support/measure.ts';
import { startProgram } from '../test/support/program.ts';
import type { PaneMeasures } from './bench-logs.ts';

/** Eleven jobs of the sick demo, and others without trouble. */
export const twentyJobs = { jobs: 'sick', extraJobs: 9 } as const;
const runs = 5;

export async function measureWhy(
  target: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  print: PaneMeasures['print'],
): Promise<void> {
  print('why ID, whole process, 20 jobs', await wallMs(target), 'ms', 4000);
  const program = startProgram(['attach', ...target], size);
  await program.sees(/measured job/, 60_000);
  await pause(30_000); // until the histories of all jobs are in the journal
  program.press('q');
  await program.exited;
  print('why ID, whole process, 20 jobs, recorded journal', await wallMs(target), 'ms', 1500);
}

async function wallMs(target: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { wallMs: time, exitCode } = await measureProgram(['why', ...target]);
    if (exitCode !== exitCodes.findings) throw new Error(`why exited with ${exitCode}`);
    times.push(time);
  }
  return median(times);
}
