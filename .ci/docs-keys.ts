import { bindings } from '../src/screen/keys/active-bindings.ts';
import { type Place, shownKey } from '../src/screen/keys/binding.ts';
import { generated, table } from './docs-table.ts';

const places: readonly (readonly [Place, string])[] = [
  ['any', 'Everywhere'],
  ['pods', 'Pods'],
  ['jobs', 'Jobs'],
  ['logs', 'Logs'],
];

export function keysPage(): string {
  const sections = places.map(([place, title]) => {
    const rows = bindings
      .filter((binding) => binding.place === place)
      .map(({ keys, help }) => [keys.map((key) => `\`${shownKey(key)}\``).join(' '), help]);
    return `## ${title}\n\n${table(['key', 'what it does'], rows)}\n`;
  });
  return `# Keys

${generated}

The footer shows those that make sense now, \`?\` all of them. A key that cannot act says why.

${sections.join('\n')}
## Moving

${table(
  ['key', 'where to'],
  [
    ['`↑` `↓` `j` `k`', 'a line'],
    ['`PgUp` `PgDn` `Ctrl-B` `Ctrl-F`', 'a page'],
    ['`Ctrl-U` `Ctrl-D`', 'half a page'],
    ['`g` `G` `Home` `End`', 'to the beginning, to the end'],
  ],
)}
`;
}
