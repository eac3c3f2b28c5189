import type { TerminalDevice } from '../commands/shell/lend-terminal.ts';
import type { ScreenTerminal, SuspendTerminal } from './state/screen-terminal.ts';

type Options = Omit<TerminalDevice, 'suspend' | 'isDumb'> & {
  /** The environment variable TERM. */
  readonly type: string | undefined;
};

/** Creates the terminal of the screen. While it is lent, Ink draws nothing, and typed bytes are no keys of the screen. */
export function createScreenTerminal({ type, ...device }: Options): ScreenTerminal {
  let suspend: SuspendTerminal | undefined;
  let lending: Promise<unknown> | undefined;
  return {
    streams: {
      kind: 'terminal',
      type,
      lend: async (use) => {
        const { lendTerminal } = await import('../commands/shell/lend-terminal.ts');
        device.signal.throwIfAborted();
        if (suspend === undefined || lending !== undefined) throw new Error('the terminal is already in use');
        const lent = lendTerminal({ ...device, isDumb: false, suspend }, use);
        lending = lent;
        try {
          return await lent;
        } finally {
          lending = undefined;
        }
      },
    },
    isLent: () => lending !== undefined,
    returned: async () => {
      await lending?.catch(() => {});
    },
    connect: (inkSuspend) => {
      suspend = inkSuspend;
    },
  };
}
