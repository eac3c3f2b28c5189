import type { Program } from './program.ts';

const controlC = 0x03;
const controlD = 0x04;
const controlZ = 0x1a;
const backspace = 0x7f;

export type InputLines = { readonly push: (bytes: Buffer) => void; readonly end: () => void };

/**
 * Passes input to the program that runs now. A terminal echoes it, handles Ctrl-C, Ctrl-D and Backspace, and turns Enter
 * into a line end, unless the program takes bytes.
 */
export function createInputLines(
  current: () => Program,
  { isTerminal, echo }: { readonly isTerminal: boolean; readonly echo: (text: string) => void },
): InputLines {
  let line: number[] = [];
  const takeLine = () => {
    const text = Buffer.from(line).toString();
    line = [];
    current().onLine?.(text);
  };
  const typed = (byte: number) => {
    if (byte === controlC) {
      line = [];
      echo('^C\n');
      current().onInterrupt?.();
    } else if (byte === controlD) {
      if (line.length === 0) current().onEnd?.();
      else takeLine();
    } else if (byte === controlZ) {
      // No simulated program can be stopped.
      echo('^Z');
    } else if (byte === backspace) {
      if (line.pop() !== undefined) echo('\b \b');
    } else if (byte === 0x0d || byte === 0x0a) {
      echo('\n');
      takeLine();
    } else {
      line.push(byte);
      echo(String.fromCharCode(byte));
    }
  };
  const piped = (byte: number) => {
    if (byte === 0x0a) takeLine();
    else line.push(byte);
  };
  return {
    push(bytes) {
      for (const byte of bytes) {
        const { onBytes } = current();
        if (onBytes !== undefined) onBytes(Buffer.of(byte));
        else if (isTerminal) typed(byte);
        else piped(byte);
      }
    },
    end() {
      if (line.length > 0 && current().onBytes === undefined) takeLine();
      current().onEnd?.();
    },
  };
}
