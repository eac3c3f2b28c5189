import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';
import { SettingsError } from './settings.ts';

export function configFilePath(environment: Environment): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'flink-tui', 'config.yaml');
}

/** The file's keys and values as they are written; undefined if there is no file. */
export async function readConfigFile(path: string): Promise<ReadonlyMap<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SettingsError(`${path} could not be read: ${(error as Error).message}`, [], { cause: error });
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new SettingsError(`${path} is not YAML: ${problem.message.trim()}`);
  const content: unknown = document.toJS() ?? {};
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new SettingsError(`${path} should hold one setting a line, as in \`namespace: flink\``);
  }
  return new Map(Object.entries(content as object));
}
