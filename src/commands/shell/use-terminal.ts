import { mainContainer } from '../../flink/names.ts';
import type { ExecSession } from '../../kubernetes/api.ts';
import type { LentTerminal } from '../record/program-streams.ts';
import { createClipboardFilter } from './clipboard-filter.ts';
import { createLocalEscape } from './local-escape.ts';
import type { ShellPlan, ShellResult } from './shell-plan.ts';

/** With more input that the connection has not taken, typed bytes are dropped with a bell, as a terminal does. */
const maxPendingBytes = 4 * 1024 * 1024;

/** The exit code of a program that the kernel has killed. */
export const killedExitCode = 137;

/** Connects the terminal with the program until it ends or the user closes the connection. */
export async function useTerminal(
  session: ExecSession,
  terminal: LentTerminal,
  { program, pod, container }: ShellPlan,
): Promise<ShellResult['end']> {
  const filter = createClipboardFilter();
  const localEscape = createLocalEscape();
  let pendingBytes = 0;
  let isClosed = false;

  const send = (bytes: Buffer): void => {
    if (pendingBytes + bytes.length > maxPendingBytes) {
      void terminal.write('\x07');
      return;
    }
    pendingBytes += bytes.length;
    void session.write(bytes).then(() => {
      pendingBytes -= bytes.length;
    });
  };
  const resize = () => session.resize(terminal.size());
  const stops = [
    terminal.onResize(resize),
    terminal.onInput((typed) => {
      const { send: bytes, isClosing } = localEscape.push(typed);
      if (bytes.length > 0) send(bytes);
      if (!isClosing) return;
      isClosed = true;
      session.close();
    }),
  ];
  resize();
  const inContainer = container === mainContainer ? '' : ` ${container}`;
  let isLineEnded = true;
  /** The program may have left the cursor anywhere in what it has drawn. Messages follow there. */
  const clearBelow = () => terminal.write(`\x1b\\${isLineEnded ? '' : '\r\n'}\x1b[J`);
  try {
    await terminal.write(dim(`${program} in ${pod}${inContainer} (Enter ~ . disconnects)`));
    for await (const chunk of session.stdout as AsyncIterable<Buffer>) {
      const passed = filter.push(chunk);
      isLineEnded = passed.length === 0 ? isLineEnded : passed.at(-1) === 0x0a;
      await terminal.write(passed);
    }
    const exitCode = await session.ended;
    if (exitCode === killedExitCode) await clearBelow();
    return { kind: 'exited', exitCode };
  } catch (error) {
    await clearBelow();
    if (isClosed) return { kind: 'closed' };
    throw error;
  } finally {
    for (const stop of stops) stop();
  }
}

const dim = (text: string): string => `\x1b[2m${text}\x1b[22m\r\n`;
