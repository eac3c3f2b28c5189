// The part of `npm run bench` with the page of a job of 200 vertices.
import { setTimeout as pause } from 'node:timers/promises';
import { median, percentile, residentMiB } from '../test/support/measure.ts';
import { startProgram } from '../test/support/program.ts';
import type { PaneMeasures } from './bench-logs.ts';
import { measureMoves } from './bench-moves.ts';

const vertices = 200;
export const wide = { jobs: 'none', wideJobVertices: vertices } as const;

const scenario = `job of ${vertices} vertices`;
const moves = vertices - 10;

export async function measureJobPage(
  target: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  { print, measureKeys, measureWatching }: PaneMeasures,
): Promise<void> {
  const program = startProgram(['attach', ...target], size);
  await program.sees(/wide job/, 60_000);
  program.press('2');
  await program.sees('┏━ 2 Jobs');
  const opened = performance.now();
  program.press('\r');
  await program.sees(/vertex 3\b/);
  print(`Enter until the vertices are shown, ${scenario}`, performance.now() - opened, 'ms');
  await program.sees(/vertex 3\b.*\d%/, 60_000); // measured
  await pause(5000);
  await measureWatching(program, scenario, undefined);
  await measureKeys(program, scenario);
  const { cpuMs, latencies } = await measureMoves(program, moves);
  print(`CPU time per frame, ${scenario}`, cpuMs, 'ms', 16);
  print(`key to frame in the vertices, ${scenario}, median`, median(latencies), 'ms');
  print(`key to frame in the vertices, ${scenario}, 99th percentile`, percentile(latencies, 0.99), 'ms', 33);
  print(`memory, ${scenario}`, residentMiB(program.pid), 'MiB', 200);
  program.press('q');
  await program.exited;
}
