import { cpuMs } from '../test/support/measure.ts';
import type { Program } from '../test/support/program.ts';

const [up, down] = ['\x1b[A', '\x1b[B'];

export type Moves = {
  /** CPU time of a frame. */
  readonly cpuMs: number;
  /** Time from each key to its frame, in ms. */
  readonly latencies: readonly number[];
};

/** Moves the cursor down and up a list, one frame per row. There must be more rows than moves. */
export async function measureMoves(program: Program, moves: number): Promise<Moves> {
  const latencies: number[] = [];
  const before = cpuMs(program.pid);
  for (let move = 0; move < 2 * moves; move += 1) {
    const rowBefore = cursorRow(program.screen());
    const pressed = performance.now();
    program.press(move < moves ? down : up);
    await program.sees((screen) => cursorRow(screen) !== rowBefore);
    latencies.push(performance.now() - pressed);
  }
  return { cpuMs: (cpuMs(program.pid) - before) / (2 * moves), latencies };
}

const cursorRow = (screen: string) => screen.split('\n').find((row) => row.includes('▶'));
