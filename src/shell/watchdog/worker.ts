import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { terminalReset } from '../../commands/shell/terminal-reset.ts';
import { appendToLog } from '../program/log-file.ts';
import { createPingCounter, maxUnansweredPings } from './count-pings.ts';
import { pauseMainThread } from './pause-main-thread.ts';
import type { WatchdogData } from './start-watchdog.ts';

const pingEveryMs = 1000;
const exitWithinMs = 1000;

const { logFile, isAlternate } = workerData as WatchdogData;
const pings = createPingCounter();
parentPort?.on('message', pings.answer);
const pinging = setInterval(() => {
  const { user, system } = process.cpuUsage();
  if (pings.isHung(user + system)) void endProcess();
  else parentPort?.postMessage('ping');
}, pingEveryMs);

async function endProcess(): Promise<void> {
  clearInterval(pinging);
  const seconds = (maxUnansweredPings * pingEveryMs) / 1000;
  const paused = await pauseMainThread();
  const hang = new Error(`main thread not responding for ${seconds} s`);
  hang.stack = `${hang.name}: ${hang.message}\n${paused?.stack ?? '    (no JavaScript stack)'}`;
  const isLogged = appendToLog(logFile, hang);
  restoreTerminal();
  const details = isLogged ? `Details: ${logFile}` : `No details: cannot write ${logFile}`;
  print(2, `flink-tui ended: it did not respond for ${seconds} s\n${details}\n`);
  paused?.exit(1);
  await pause(exitWithinMs);
  process.kill(process.pid, 'SIGKILL');
}

/** Resets all modes, also those of a shell in a pod. Leaves the alternate screen and raw mode. */
function restoreTerminal(): void {
  print(1, `${terminalReset}${isAlternate ? '' : '\r\n'}`);
  // Node restores the exact modes when it exits. This call is only necessary if the process has to be killed.
  spawnSync('stty', ['brkint', 'icrnl', 'ixon', 'echo', 'icanon', 'iexten', 'isig'], { stdio: 'inherit' });
}

function print(descriptor: number, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {
    // The terminal is closed.
  }
}
