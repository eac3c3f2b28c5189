import { views } from '../src/screen/all-views.ts';
import { keySections } from '../src/screen/input/key-sections.ts';
import { shownKeys } from '../src/screen/input/shown-key.ts';
import { generated, table } from './docs-table.ts';

export function keysPage(): string {
  const sections = keySections(views).map(({ title, keys }) => {
    const rows = keys.map(({ action, ...key }) => [
      shownKeys(key)
        .map((shown) => `\`${shown}\``)
        .join(' '),
      key.help,
      action === undefined ? '' : `\`${action}\``,
    ]);
    return `## ${title}\n\n${table(['Key', 'Description', 'Action'], rows)}\n`;
  });
  return `# Keys

${generated}

The footer shows the keys that are useful in the current view. \`?\` shows all keys. A disabled key shows the reason when you
press it.

${sections.join('\n')}`;
}
