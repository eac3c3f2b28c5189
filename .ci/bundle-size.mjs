// Checks the size of the code that is loaded at start, because start-up time is mostly parse time.
import { readFile } from 'node:fs/promises';

const { outputs } = JSON.parse(await readFile('dist/meta.json', 'utf8'));

/** Returns the bytes of an output file and of all its static imports. */
function staticSize(file, seen = new Set()) {
  if (seen.has(file)) return 0;
  seen.add(file);
  const { bytes, imports } = outputs[file];
  return imports
    .filter(({ kind, external }) => kind === 'import-statement' && !external)
    .reduce((sum, { path }) => sum + staticSize(path, seen), bytes);
}

const outputOf = (entry) => Object.keys(outputs).find((file) => outputs[file].entryPoint === entry);
const budgets = [
  ['src/main.ts', 265],
  ['src/screen/start.tsx', 1120],
  ['src/kubernetes/connect.ts', 430],
];
for (const [entry, budget] of budgets) {
  const file = outputOf(entry);
  if (file === undefined) {
    console.error(
      `${entry} has no chunk of its own: another module imports it statically\nImport it only with import()`,
    );
    process.exitCode = 1;
    continue;
  }
  const size = Math.round(staticSize(file) / 1024);
  console.log(`${entry}: ${size} KiB of ${budget}`);
  if (size > budget) {
    console.error(`${entry} is too large: ${size} KiB, budget ${budget} KiB`);
    process.exitCode = 1;
  }
}
