import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../src/commands/table.ts';

// A frontend that checks a command's name knows something that belongs into the command's record. Tests see sources:
// they run where package.json is.

/** Where a string stands that is a command's name too, as far as it means something else there. `▏` is its place. */
const otherMeanings: readonly [where: RegExp, reason: string][] = [
  [/(focus|place|table|pane|kind) [!=]== ▏/, 'a pane or a watch has the same name'],
  [/(focus|place|pane|table|id|of|commandsOf): ▏/, 'a view has the same name'],
  [/(paneInside|keysOf|tableTitle|filterBack|filterStatus)\(state, ▏/, 'a pane has the same name'],
  [/(openFilter|moveCursor|setFilter|focusOn|openLayer<\w+>)\(screen, ▏/, 'a view has the same name'],
  [/pin\(▏\)/, 'a table has the same name'],
  [/(Pick|Omit)<\w+, [^>]*▏/, 'a field has the same name'],
  [/paneNames = \[▏|'pods', 'jobs', ▏\] as const/, 'the panes themselves'],
  [/PaneName = ▏|TableName = ▏|'pods' \| 'jobs' \| ▏;/, 'the panes themselves'],
  [/(hint|text): ▏/, 'a word for the footer'],
  [/checkpointRow\(▏,/, 'a word in a row of the job'],
  [/shellHint\(▏,/, 'the text of a command to be typed in a shell'],
  [/add\(building, group, ▏, '\[SUBCOMMAND\]'/, "the program's own help"],
];

const frontendFiles = [
  'src/main.ts',
  ...['src/screen', 'src/shell'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  ),
];

const names = commands.map(({ name }) => name).join('|');
const nameLiteral = new RegExp(`(['"\`])(${names})\\1`, 'g');

/** Each string that is a command's name and means one, with the code around it and a mark in its place. */
function namesIn(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*.*?\*\/|^ *\/\/.*$/gms, '').replaceAll(/\s+/g, ' ');
  return [...code.matchAll(nameLiteral)]
    .map(({ 0: literal, 2: name, index }) => {
      const after = code.slice(index + literal.length, index + literal.length + 30);
      return { name, where: `${code.slice(Math.max(0, index - 60), index)}▏${after}` };
    })
    .filter(({ where }) => otherMeanings.every(([pattern]) => !pattern.test(where)))
    .map(({ name, where }) => where.replace('▏', `'${name}'`));
}

/** Records that something is compared with: `command !== logLevel`. */
function comparedRecords(source: string): readonly string[] {
  const imports = [...source.matchAll(/import \{ (\w+) \} from '[./]+\/commands\/([\w-]+)\.ts'/g)];
  const records = imports.filter(([, , file]) => commands.some(({ name }) => name === file));
  return records
    .map(([, record = '']) => record)
    .filter((record) =>
      new RegExp(`[!=]==? ${record}\\b|\\b${record} [!=]==? |(includes|has|indexOf)\\(${record}\\)`).test(source),
    );
}

test('no file of a frontend knows a command by its name', () => {
  const found = frontendFiles.flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return [...namesIn(source), ...comparedRecords(source)].map((where) => `${file}: ${where}`);
  });
  assert.ok(frontendFiles.length > 100);
  assert.deepEqual(found, [], "say in the command's record what differs, or above what else the string means");
});

test('a check of a name would be found, however it is written', () => {
  for (const code of [
    "if (command.name === 'quit') leave();",
    "if ('port-forward' === name) leave();",
    "switch (name) { case 'logs': break; }",
    "const early = ['quit', 'help'];",
    "new Set(['pods'])",
    "const acts = { 'log-level': act };",
    'findCommand("stop")',
    "/* a comment */ if (name !== 'list') return;",
  ]) {
    assert.notDeepEqual(namesIn(code), [], code);
  }
  const record = "import { logLevel } from '../commands/log-level.ts';\n";
  assert.deepEqual(comparedRecords(`${record}if (command !== logLevel) warn();`), ['logLevel']);
  assert.deepEqual(comparedRecords(`${record}startCommand(screen, logLevel, input);`), []);
  assert.deepEqual(namesIn("// as 'quit' does\n/** `help` */ focus === 'logs'"), []);
});
