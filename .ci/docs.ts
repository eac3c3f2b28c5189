// Writes the generated pages, docs/screen.svg and a picture of every view (`npm run docs`). With --check, only reports
// outdated files. `npm run docs -- --pictures=PATTERN` draws only the matching pictures. The animation of the README and the
// pictures of the views show a live demo, so they differ each time and are not checked.
import { readFile, writeFile } from 'node:fs/promises';
import { drawAnimation } from './animation.ts';
import { commandsPage } from './docs-commands.ts';
import { keysPage } from './docs-keys.ts';
import { screenPicture } from './docs-picture.ts';
import { settingsPage } from './docs-settings.ts';
import { themesPage } from './docs-themes.ts';
import { drawPictures } from './pictures.ts';

const isCheckOnly = process.argv.includes('--check');
const outputs: readonly (readonly [file: string, generate: () => string | Promise<string>])[] = [
  ['docs/commands.md', commandsPage],
  ['docs/keys.md', keysPage],
  ['docs/settings.md', settingsPage],
  ['docs/themes.md', themesPage],
  ['docs/screen.svg', screenPicture],
];

for (const [file, generate] of outputs) {
  const expected = await generate();
  const actual = await readFile(file, 'utf8').catch(() => '');
  if (actual === expected) continue;
  if (isCheckOnly) {
    console.error(`${file} is outdated\nRun npm run docs`);
    process.exitCode = 1;
  } else {
    await writeFile(file, expected);
    console.log(`wrote ${file}`);
  }
}

if (!isCheckOnly) {
  const pattern = process.argv.find((argument) => argument.startsWith('--pictures='))?.slice('--pictures='.length);
  if (pattern === undefined || pattern === 'animation') {
    await writeFile('docs/animation.svg', await drawAnimation());
    console.log('wrote docs/animation.svg');
  }
  console.log(`wrote ${await drawPictures(pattern)} pictures to docs/pictures`);
}
