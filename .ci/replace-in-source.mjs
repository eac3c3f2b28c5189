import { readFile } from 'node:fs/promises';

/**
 * Returns the source of a package's file with replacements, each a text or a pattern and what replaces it. Throws if one
 * is not found, so that a new version of the package cannot silently lose it.
 */
export async function replaceInSource(path, replacements, plugin) {
  let source = await readFile(path, 'utf8');
  for (const [before, after] of replacements) {
    const replaced = source.replace(before, typeof after === 'string' ? () => after : after);
    if (replaced === source) throw new Error(`${path}: ${before} not found\nAdapt ${plugin}`);
    source = replaced;
  }
  return source;
}
