import { commands } from '../../commands/table.ts';
import { usageLine } from '../../commands/usage.ts';
import { type Binding, type Place, shownKey } from '../keys/binding.ts';
import { openLayer, type Screen } from './screen.ts';
import type { TextRow } from './screen-state.ts';

const places: readonly { readonly place: Place; readonly title: string }[] = [
  { place: 'any', title: 'Everywhere' },
  { place: 'pods', title: 'Pods' },
  { place: 'jobs', title: 'Jobs' },
  { place: 'logs', title: 'Logs' },
];

const movement: readonly TextRow[] = [
  { text: 'Moving', token: 'strong' },
  keyRow('↑ ↓ j k', 'a line'),
  keyRow('PgUp PgDn', 'a page; Ctrl-U and Ctrl-D half of one'),
  keyRow('g G', 'to the beginning, to the end'),
];

/** Read off the tables of keys and of commands. */
export function openHelp(screen: Screen, bindings: readonly Binding[]): void {
  const rows = [
    ...places.flatMap(({ place, title }) =>
      section(
        title,
        bindings.filter((binding) => binding.place === place),
      ),
    ),
    ...movement,
    { text: '' },
    { text: 'Commands, after the key :', token: 'strong' } as const,
    ...commands.map((command) => keyRow(usageLine(command).split(' [')[0] ?? '', command.summary)),
  ];
  openLayer(screen, { kind: 'text', title: 'Help', rows, copy: rows.map(({ text }) => text).join('\n'), top: 0 });
}

function section(title: string, members: readonly Binding[]): readonly TextRow[] {
  return [
    { text: title, token: 'strong' },
    ...members.map(({ keys, help }) => keyRow(keys.map(shownKey).join(' '), help)),
    { text: '' },
  ];
}

function keyRow(keys: string, help: string): TextRow {
  const start = `  ${keys.padEnd(18)} `;
  return { text: start + help, indent: start.length };
}
