import { usageLine } from '../../commands/line/usage.ts';
import { commands } from '../../commands/table.ts';
import { largest } from '../../text/largest.ts';
import type { TextRow } from '../draw/text-box.ts';
import { keySections } from '../input/key-sections.ts';
import { shownKeys } from '../input/shown-key.ts';
import type { Views } from '../state/screen.ts';

type Entry = readonly [name: string, help: string];

const minNameWidth = 18;

/** Lists all keys and commands from the tables of views and commands. */
export function helpRows(views: Views): readonly TextRow[] {
  return [
    ...keySections(views).flatMap(({ title, keys }) => [
      ...section(
        title,
        keys.map((key) => [shownKeys(key).join(' '), key.help]),
      ),
      { text: '' },
    ]),
    ...section(
      'Commands (press : first)',
      commands.map((command) => [usageLine(command).split(' [')[0] ?? '', command.summary]),
    ),
  ];
}

function section(title: string, entries: readonly Entry[]): readonly TextRow[] {
  const width = largest(
    entries.map(([name]) => name.length),
    minNameWidth,
  );
  const rows = entries.map(([name, help]) => {
    const start = `  ${name.padEnd(width)} `;
    return { text: start + help, indent: start.length };
  });
  return [{ text: title, token: 'strong' }, ...rows];
}
