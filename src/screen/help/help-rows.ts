import { usageLine } from '../../commands/line/usage.ts';
import { commands } from '../../commands/table.ts';
import { largest } from '../../text/largest.ts';
import type { TextRow } from '../draw/text-box.ts';
import { keySections } from '../input/key-sections.ts';
import { shownKeys } from '../input/shown-key.ts';
import type { Views } from '../state/screen.ts';

type Entry = readonly [what: string, help: string];

const narrowest = 18;

/** All keys and commands, read from the tables of views and of commands. */
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
      'Commands, after the key :',
      commands.map((command) => [usageLine(command).split(' [')[0] ?? '', command.summary]),
    ),
  ];
}

function section(title: string, entries: readonly Entry[]): readonly TextRow[] {
  const width = largest(
    entries.map(([what]) => what.length),
    narrowest,
  );
  const rows = entries.map(([what, help]) => {
    const start = `  ${what.padEnd(width)} `;
    return { text: start + help, indent: start.length };
  });
  return [{ text: title, token: 'strong' }, ...rows];
}
