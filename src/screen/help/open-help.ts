import { commands } from '../../commands/table.ts';
import { usageLine } from '../../commands/usage.ts';
import { largest } from '../../text/largest.ts';
import type { Binding } from '../input/binding.ts';
import { keySections } from '../input/key-sections.ts';
import { shownKeys } from '../input/shown-key.ts';
import { openLayer, type Screen } from '../state/screen.ts';
import type { TextRow } from '../state/screen-state.ts';
import { helpTitle } from './help-title.ts';

type Entry = readonly [what: string, help: string];

const narrowest = 18;

/** Read off the tables of keys and of commands. */
export function openHelp(screen: Screen, bindings: readonly Binding[]): void {
  const rows = [
    ...keySections(bindings).flatMap(({ title, keys }) => [
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
  openLayer(screen, { kind: 'text', title: helpTitle, rows, copy: rows.map(({ text }) => text).join('\n'), top: 0 });
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
