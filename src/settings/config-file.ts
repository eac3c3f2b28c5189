import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Document, YAMLParseError } from 'yaml';
import type { Environment } from './environment.ts';
import { SettingsError } from './settings.ts';

const oneSettingPerLine = 'Write one setting per line, for example: namespace: flink';

export function configFilePath(environment: Environment): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'flink-tui', 'config.yaml');
}

/** Returns the keys and values of the config file; undefined if there is no file. */
export async function readConfigFile(path: string): Promise<ReadonlyMap<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SettingsError(`cannot read ${path}: ${(error as Error).message}`, [], { cause: error });
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw invalidYamlError(path, text, problem);
  const content = contentOf(path, document);
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new SettingsError(`${path} is not a list of settings`, [oneSettingPerLine]);
  }
  return new Map(Object.entries(content as object));
}

/** Converts the document to plain values. The parser reports invalid aliases only at this step. */
function contentOf(path: string, document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new SettingsError(`${path} is not valid YAML: ${(error as Error).message}`, [], { cause: error });
  }
}

/** The parser's message also contains the faulty line and a marker. This error shows the line as a hint instead. */
function invalidYamlError(path: string, text: string, { message, linePos }: YAMLParseError): SettingsError {
  const [reason = ''] = message.split('\n', 1);
  const line = linePos?.[0].line ?? 0;
  const content = text.split(/\r?\n/)[line - 1]?.trim() ?? '';
  return new SettingsError(`${path} is not valid YAML: ${reason.replace(/:$/, '')}`, [
    ...(content === '' ? [] : [`Line ${line}: ${content}`]),
    oneSettingPerLine,
  ]);
}
