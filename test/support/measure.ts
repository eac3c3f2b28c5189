import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { programFile } from './program.ts';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Returns the CPU time of a process so far, in milliseconds. Linux counts 100 clock ticks per second. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Returns the resident memory of a process in MiB. */
export function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export type WholeProcess = {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  readonly exitCode: number;
};

const report =
  'data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>{const u=process.resourceUsage();try{writeSync(3,JSON.stringify({cpuMs:(u.userCPUTime+u.systemCPUTime)/1000,peakMiB:u.maxRSS/1024}))}catch{}})';

/** Runs the built program and discards its output. Measures the process: wall-clock time, CPU time and peak memory. */
export function measureProgram(args: readonly string[]): Promise<WholeProcess> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', report, programFile(), ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    child.stdout?.resume();
    let usage = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      usage += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const { cpuMs: cpu = Number.NaN, peakMiB = Number.NaN } = JSON.parse(usage || '{}') as {
        cpuMs?: number;
        peakMiB?: number;
      };
      resolve({ wallMs: performance.now() - started, cpuMs: cpu, peakMiB, exitCode: code ?? -1 });
    });
  });
}

/** Measures the wall-clock time of another program. */
export function measureCommand(
  command: readonly string[],
): Promise<{ readonly wallMs: number; readonly exitCode: number }> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'ignore'] });
    child.on('error', reject);
    child.on('close', (code) => resolve({ wallMs: performance.now() - started, exitCode: code ?? -1 }));
  });
}
