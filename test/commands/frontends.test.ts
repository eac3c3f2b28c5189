import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../src/commands/table.ts';

// Frontends must not check command names, because differences between commands belong in their records. The working
// directory of tests is the repository root.

/** Places where a command name means something else. `▏` marks the string. */
const otherMeanings: readonly [where: RegExp, reason: string][] = [
  [/(focus|viewId|table|pane|kind|lastTable) [!=]== ▏/, 'a pane or a watch has the same name'],
  [/(focus|viewId|pane|table|id|of|commandsOf|lastTable): ▏/, 'a view has the same name'],
  [
    /(paneInside|keysOf|tableTitle|tableCursorRow|isSortHidden|rowText|tablePosition|filterBack|filterStatus|marksBack)\(state, ▏/,
    'a pane has the same name',
  ],
  [/(openFilter|moveCursor|selectRow|setFilter|focusOn|openLayer<\w+>)\(screen, ▏/, 'a view has the same name'],
  [/(pinCursor|drop|openerOf|markBindings)\(▏[),]/, 'a table has the same name'],
  [/(Pick|Omit)<\w+, [^>]*▏/, 'a field has the same name'],
  [/paneNames = \[▏|'pods', 'jobs', ▏\] as const/, 'the pane names'],
  [/PaneName = ▏|TableName = ▏|'pods' \| 'jobs' \| ▏;/, 'the pane names'],
  [/\? ▏ : '(pods|jobs|logs)'|\? '(pods|jobs|logs)' : ▏|minPaneHeight\) return ▏/, 'a pane has the same name'],
  [/resizePane\(.*▏, (pods|jobs|logs)\)|'jobs', jobs\), ▏, logs\)/, 'a pane has the same name'],
  [/openLayer\(screen, ▏, undefined\)|closeBinding\(▏, \[/, 'a view has the same name'],
  [/views\.get\(▏\)/, 'a view has the same name'],
  [/\btab: ▏|\btab !== ▏|\bname: ▏, (title|keys): |'vertex' \? ▏ :/, 'a tab of the page of a job has the same name'],
  [/\['jobs', ▏\] as const|tableSortable\(▏,/, 'a table has the same name'],
  [/\.mode !== ▏/, 'a mode of a cluster has the same name'],
  [/commandBinding\(▏\)/, 'the first part of an action name'],
  [/\? 'pod' : ▏|▏ : 'pod'/, 'the plural of pod'],
  [/page\?\.id === ▏|viewId: ('\w+' \| )*▏|'(pod|talkers)' \| ▏( \||;)/, 'a view has the same name'],
  [/(hint|text|label): ▏/, 'a label'],
  [/checkpointRow\(▏,/, 'a row label of the job view'],
  [
    /ListedCheckpoint\[▏\]|sortKey: ▏|isSavepoint \? ▏|countOf\(\w+\.length, ▏\)|filteredOut\(▏,|markBindings\('jobs', ▏,|subject: 'pod' \| ▏|jobs: ▏, pods:/,
    'a noun',
  ],
  [
    /lanes = \[▏,|(job|failure|restarts|parallelism): ▏,|case ▏: (case 'restarts'|return \{ viewId)/,
    'a lane of the timeline',
  ],
  [/kind: ▏(; readonly|,) id|case ▏: return `job \$|LogsState\[▏\]/, 'a kind of filter of the logs'],
  [/'logger', ▏\]|textOption\(input, ▏\)/, 'an option of logs'],
  [/views\.get\(▏\)/, 'a view has the same name'],
  [/(tab: |tab !== |tab === |Tab: JobTab = \{ name: )▏/, 'a tab has the same name'],
  [/JobTabName\[\] = \[('subtasks', )?▏|, ▏: vertexPart/, 'a tab has the same name'],
  [/kind: ▏, jobId, vertexId/, 'a group of metrics has the same name'],
  [/'last-seen': ▏/, 'a lane of the timeline'],
  [/'forgotten' \? (▏ : 'why'|'job' : ▏)/, 'a view has the same name'],
  [/\.get\(▏\)/, 'a view has the same name'],
  [
    /lanes = \['job', 'checkpoint', ▏|(pod|'container-restart'|errors|memory): ▏|case ▏: case 'container-restart'/,
    'a lane of the timeline',
  ],
  [/hidden\.includes\(▏\)|logColumns = \['time', ▏/, 'a column of the logs'],
  [/markBindings\('pods', ▏,|subject: ▏ \| 'job'|countOf\(pods, ▏\)|pods: ▏ \} as const/, 'a noun'],
  [/isRunning\(sampling\) \? ▏/, 'a hint'],
  [/(Sortable = \{ name: |tableSortable\(|sortKey: )▏/, 'a table or a column has the same name'],
  [/shellCommand\(▏,/, 'the text of a shell command'],
  [
    /(list|\bid|subject|mode) (===|!==) ▏|(list: |\.list \?\? |chooserLists = \[)▏|showClusters\(screen, ▏/,
    'a list of the picker, a view or a mode',
  ],
  [/\? ▏ : 'go back'/, 'a hint'],
  [/(kind: |only\(shown, |Chooser\[|labelled\(|label = )▏|'kubernetes\.(namespace|context)': ▏/, 'a noun'],
  [/add\(context, group, ▏, '\[-A\]'/, 'the subcommand clusters, which lists the clusters of a kubeconfig'],
  [/add\(context, group, ▏, '\[SUBCOMMAND\]'|is a command\. ▏ lists all commands/, "the program's own help"],
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

/** Returns each string that means a command name, with its surrounding code. */
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

/** Returns command records used in comparisons, such as `command !== logLevel`. */
function comparedRecords(source: string): readonly string[] {
  const imports = [...source.matchAll(/import \{ (\w+) \} from '[./]+\/commands\/(?:[\w-]+\/)*([\w-]+)\.ts'/g)];
  const records = imports.filter(([, , file]) => commands.some(({ name }) => name === file));
  return records
    .map(([, record = '']) => record)
    .filter((record) =>
      new RegExp(`[!=]==? ${record}\\b|\\b${record} [!=]==? |(includes|has|indexOf)\\(${record}\\)`).test(source),
    );
}

test('frontends contain no command names', () => {
  const found = frontendFiles.flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return [...namesIn(source), ...comparedRecords(source)].map((where) => `${file}: ${where}`);
  });
  assert.ok(frontendFiles.length > 100);
  assert.deepEqual(found, [], "move the difference into the command's record, or add the meaning to otherMeanings");
});

test('the check finds a command name in any notation', () => {
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
