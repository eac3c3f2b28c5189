// `npm run docs` writes the generated pages and the screenshot. With --check, it only reports outdated files.
import { readFile, writeFile } from 'node:fs/promises';
import { commandsPage } from './docs-commands.ts';
import { keysPage } from './docs-keys.ts';
import { screenPicture } from './docs-picture.ts';
import { settingsPage } from './docs-settings.ts';
import { themesPage } from './docs-themes.ts';

const check = process.argv.includes('--check');
const pages: readonly (readonly [file: string, make: () => string | Promise<string>])[] = [
  ['docs/commands.md', commandsPage],
  ['docs/keys.md', keysPage],
  ['docs/settings.md', settingsPage],
  ['docs/themes.md', themesPage],
  ['docs/screen.svg', screenPicture],
];

for (const [file, make] of pages) {
  const expected = await make();
  const actual = await readFile(file, 'utf8').catch(() => '');
  if (actual === expected) continue;
  if (check) {
    console.error(`${file} is outdated: run npm run docs`);
    process.exitCode = 1;
  } else {
    await writeFile(file, expected);
    console.log(`wrote ${file}`);
  }
}
