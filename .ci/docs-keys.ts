import { bindings } from '../src/screen/input/active-bindings.ts';
import { keySections } from '../src/screen/input/key-sections.ts';
import { shownKeys } from '../src/screen/input/shown-key.ts';
import { generated, table } from './docs-table.ts';

export function keysPage(): string {
  const sections = keySections(bindings).map(({ title, keys }) => {
    const rows = keys.map((key) => [
      shownKeys(key)
        .map((shown) => `\`${shown}\``)
        .join(' '),
      key.help,
    ]);
    return `## ${title}\n\n${table(['key', 'what it does'], rows)}\n`;
  });
  return `# Keys

${generated}

The footer shows those that make sense now, \`?\` all of them. A key that cannot act says why.

${sections.join('\n')}`;
}
