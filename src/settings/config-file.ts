import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Document, YAMLParseError } from 'yaml';
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
  if (problem !== undefined) throw notYaml(path, text, problem);
  const content = contentOf(path, document);
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new SettingsError(`${path} should hold one setting a line, as in \`namespace: flink\``);
  }
  return new Map(Object.entries(content as object));
}

/** An alias without an anchor, or one of too many, is found here only. */
function contentOf(path: string, document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new SettingsError(`${path} is not valid YAML: ${(error as Error).message}`, [], { cause: error });
  }
}

/** The parser puts the line and a mark under it into its message: the line is a hint of its own here. */
function notYaml(path: string, text: string, { message, linePos }: YAMLParseError): SettingsError {
  const [reason = ''] = message.split('\n', 1);
  const line = linePos?.[0].line ?? 0;
  const content = text.split(/\r?\n/)[line - 1]?.trim() ?? '';
  return new SettingsError(`${path} is not valid YAML: ${reason.replace(/:$/, '')}`, [
    ...(content === '' ? [] : [`Line ${line}: ${content}`]),
    'Write one setting per line, for example: namespace: flink',
  ]);
}
