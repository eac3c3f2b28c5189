import type { Command, Input } from '../../../commands/record/command.ts';
import { namesOf } from '../../../commands/record/command-names.ts';
import { commands } from '../../../commands/table.ts';
import { openCommandLine } from '../../state/open/open-command-line.ts';
import { startCommand } from '../../state/run/start-command.ts';
import type { Below, Entry } from '../palette.ts';

const noInput: Input = { arguments: [], options: {} };

/** Returns the commands. A command with arguments opens the command line, so that Enter in the palette never guesses them. */
export function commandEntries(below: Below): readonly Entry[] {
  const isPicking = below.state.stage.kind === 'picking';
  return commands.filter((command) => !hasSameKey(command) && (!isPicking || command.needs === 'nothing')).map(entryOf);
}

/** A command without arguments that has a key is already listed as the action of the key. */
function hasSameKey({ arguments: all, keys }: Command): boolean {
  return all.length === 0 && keys.some(({ subject }) => subject === 'session');
}

function entryOf(command: Command): Entry {
  const { name, summary } = command;
  return {
    leavesOverlays: true,
    key: `command ${name}`,
    title: summary,
    alias: namesOf(command).join(' '),
    kind: 'command',
    shownKey: `:${name}`,
    rank: 2,
    available: ({ snapshot }) => {
      if (command.needs === 'nothing') return true;
      return snapshot === undefined ? 'not attached yet' : command.available(snapshot, noInput);
    },
    run: (screen) => {
      if (command.arguments.length === 0) startCommand(screen, command, noInput);
      else openCommandLine(screen, `${name} `);
    },
  };
}
