import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './program.ts';

const run = promisify(execFile);

/** The files that are needed to check, build and run the program. */
const copiedFiles = [
  '.ci',
  'bin',
  'docs',
  'src',
  'test',
  'themes',
  'CONTRIBUTING.md',
  'LICENSE',
  'biome.json',
  'package.json',
  'tsconfig.json',
];

type Block = {
  /** The path relative to the repository. */
  readonly file: string;
  /** `diff` for changes to a file. Otherwise `code` is the whole file. */
  readonly language: string;
  readonly code: string;
};

export type WorkedExamples = {
  /** A copy of the repository with all examples applied. */
  readonly folder: string;
  /** The files that each example adds or changes, by example title. Paths are relative to `folder`. */
  readonly files: ReadonlyMap<string, readonly string[]>;
};

/** Copies the repository to `folder` and applies the examples with these titles from CONTRIBUTING.md. */
export async function applyExamples(folder: string, titles: readonly string[]): Promise<WorkedExamples> {
  const markdown = await readFile(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
  for (const name of copiedFiles) await cp(join(projectRoot, name), join(folder, name), { recursive: true });
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  const files = new Map<string, readonly string[]>();
  for (const title of titles) {
    const blocks = blocksOf(markdown, title);
    for (const block of blocks) await apply(block, folder);
    files.set(title, [...new Set(blocks.map(({ file }) => file))]);
  }
  return { folder, files };
}

/** Checks the types, lints the changed files and builds the program. Rejects if one of them fails. */
export async function checkAndBuild({ folder, files }: WorkedExamples): Promise<void> {
  const tool = (name: string, args: readonly string[]) =>
    run(join(folder, 'node_modules', '.bin', name), args, { cwd: folder }).catch((error) => {
      throw new Error(`${name}: ${error.stdout}${error.stderr}`);
    });
  const changed = [...files.values()].flat();
  // The examples change no other tests, whose types take as long to check as those of the program.
  const config = { extends: './tsconfig.json', include: ['src', ...changed] };
  await writeFile(join(folder, 'tsconfig.examples.json'), JSON.stringify(config));
  await Promise.all([
    tool('tsc', ['--noEmit', '--project', 'tsconfig.examples.json']),
    tool('biome', ['check', '--error-on-warnings', ...changed]),
    run(process.execPath, [join(folder, '.ci', 'build.mjs')], { cwd: folder }),
  ]);
}

/** Returns the code blocks in the section with this title, in order. Skips blocks that do not name a file. */
export function blocksOf(markdown: string, title: string): readonly Block[] {
  const [, afterTitle] = markdown.split(`\n### ${title}\n`);
  if (afterTitle === undefined) throw new Error(`CONTRIBUTING.md has no section ${title}`);
  const [section = ''] = afterTitle.split(/^#{2,3} /m);
  const blocks = [...section.matchAll(/^```(\w+) (\S+)\n(.*?)^```$/gms)];
  return blocks.map(([, language = '', file = '', code = '']) => ({ file, language, code }));
}

async function apply({ file, language, code }: Block, folder: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  if (language === 'diff') await writeFile(path, applyDiff(await readFile(path, 'utf8'), code, file));
  else await writeFile(path, code, { flag: 'wx' });
}

/**
 * Applies a diff without line numbers, whose hunks start with a line `@@`. The old lines of a hunk must occur exactly
 * once in `text`.
 */
export function applyDiff(text: string, diff: string, file: string): string {
  const hunks = diff.split(/^@@.*\n/m).slice(1);
  if (hunks.length === 0) throw new Error(`${file}: a diff needs a line @@ before each hunk`);
  return hunks.reduce((changed, hunk) => applyHunk(changed, hunk, file), text);
}

function applyHunk(text: string, hunk: string, file: string): string {
  const lines = hunk.split('\n').slice(0, -1);
  const without = (sign: string) =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const [all, old] = [`\n${text}`, `\n${without('+')}`];
  const from = all.indexOf(old);
  if (from === -1) throw new Error(`${file} does not contain these lines:${old}`);
  if (from !== all.lastIndexOf(old)) throw new Error(`${file} contains these lines more than once:${old}`);
  return text.slice(0, from) + without('-') + text.slice(from + old.length - 1);
}
