import { readdirSync, readFileSync } from 'node:fs';
import { type ThemeFile, tokens } from '../src/screen/theme/theme.ts';
import { generated, table } from './docs-table.ts';

export function themesPage(): string {
  const rows = readdirSync('themes')
    .filter((file) => !file.endsWith('.schema.json'))
    .sort()
    .map((file) => [
      `\`${file.replace('.json', '')}\``,
      (JSON.parse(readFileSync(`themes/${file}`, 'utf8')) as ThemeFile).summary,
    ]);
  return `# Themes

${generated}

\`--theme NAME\`, \`FLINK_TUI_THEME\`, or \`theme:\` in the config file. \`auto\` is \`terminal\`, which suits dark and
light backgrounds alike. Without colours (\`NO_COLOR\`, \`--no-color\`, a terminal that has none) every theme becomes \`mono\`.

${table(['name', 'what it is'], rows)}

A theme is a file of \`themes/\` with a JSON schema beside it. Colours are given to meanings, not to places, and what a
colour says is always said by a word or a glyph as well. The meanings: ${tokens.map((token) => `\`${token}\``).join(', ')}.
`;
}
