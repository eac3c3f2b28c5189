import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Document, YAMLParseError } from 'yaml';
import type { Environment } from './environment.ts';
import { keysName, readKeySettings } from './key-settings.ts';
import { type ConfiguredKeys, SettingsError } from './settings.ts';

const oneSettingPerLine = 'Write one setting per line, for example: namespace: flink';

export function configFilePath(environment: Environment): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'flink-tui', 'config.yaml');
}

type ConfigFile = {
  readonly values: ReadonlyMap<string, unknown>;
  readonly keys: readonly ConfiguredKeys[];
};

/** Reads the config file; undefined if there is none. */
export async function readConfigFile(path: string): Promise<ConfigFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SettingsError(`cannot read ${path}: ${(error as Error).message}`, [], { cause: error });
  }
  const { LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [problem] = document.errors;
  if (problem !== undefined) throw invalidYamlError(path, text, problem);
  const content = contentOf(path, document);
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new SettingsError(`${path} is not a list of settings`, [oneSettingPerLine]);
  }
  const values = new Map(Object.entries(content as object));
  return { values, keys: values.has(keysName) ? readKeySettings(document, lineCounter, path) : [] };
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
