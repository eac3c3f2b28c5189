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

Set the theme with \`--theme NAME\`, \`FLINK_TUI_THEME\`, or \`theme:\` in the config file.

\`auto\` asks the terminal for its background colour and uses \`dark\` or \`light\`. If the terminal does not answer within 100 ms,
\`COLORFGBG\` decides. If the background is unknown, \`auto\` is the theme \`terminal\`, which suits dark and light backgrounds.
A later answer, within 2 s, still changes the theme. In a terminal with 16 colours, \`auto\`, \`dark\` and \`light\` are the
theme \`terminal\`. Without colours (\`NO_COLOR\`, \`--no-color\`, or a terminal without colours) every theme becomes \`mono\`.

${table(['Name', 'Description'], rows)}

A theme is a JSON file in \`themes/\`, which also contains the JSON schema. A theme assigns colours to meanings. The screen
never shows a meaning by colour alone: a word or a symbol also shows it. The meanings are: ${tokens.map((token) => `\`${token}\``).join(', ')}.
`;
}
