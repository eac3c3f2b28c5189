import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { logFolder } from '../../src/settings/log-folder.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { settingTable, themeNames } from '../../src/settings/setting-table.ts';
import { forwardHosts, SettingsError } from '../../src/settings/settings.ts';
import { printable } from '../../src/text/printable.ts';

const home = mkdtempSync(join(tmpdir(), 'flink-tui-settings-'));
const file = join(home, 'flink-tui', 'config.yaml');
mkdirSync(join(home, 'flink-tui'));
after(() => rmSync(home, { recursive: true }));

/** Reads the settings with this text as the config file. */
function readWith(text: string, environment: Record<string, string> = {}) {
  writeFileSync(file, text);
  return readSettings({}, { XDG_CONFIG_HOME: home, ...environment });
}

async function rejection(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return [error.message, ...error.hints].join('\n');
  }
  assert.fail('expected the settings to be rejected');
}

test('uses the defaults if nothing is set', async () => {
  const { settings, origins } = await readSettings({}, { XDG_CONFIG_HOME: join(home, 'none') });
  assert.equal(settings.color, 'auto');
  assert.equal(settings.namespace, undefined);
  assert.equal(origins.namespace.kind, 'default');
});

test('reads the log settings', async () => {
  const { settings } = await readWith('keep-logs: always\nlog-space: 512 MiB\n');
  assert.deepEqual([settings['keep-logs'], settings['log-space']], ['always', '512 MiB']);
  assert.equal(logFolder(settings, { XDG_CACHE_HOME: '/cache' }), '/cache/flink-tui/logs');
  const { settings: chosen } = await readWith('log-dir: ~/logs\n');
  assert.equal(logFolder(chosen, {}), join(homedir(), 'logs'));
  assert.match(await rejection(readWith('log-space: 2\n')), /must be a size of at least 16MiB, such as 512MiB or 2GiB/);
  assert.match(await rejection(readWith('log-space: 1MiB\n')), /at least 16MiB/);
  assert.match(
    await rejection(readWith('rest-response-limit: 1KiB\n')),
    /a size of at least 1MiB, such as 64MiB or 1GiB/,
  );
  assert.match(await rejection(readWith('keep-logs: true\n')), /one of always, never/);
});

test('a flag overrides the environment, and the environment overrides the config file', async () => {
  writeFileSync(file, 'namespace: of-file\ncontext: of-file\ntheme: light\n');
  const { settings, origins } = await readSettings(
    { namespace: { value: 'of-flag', flag: '-n' } },
    { XDG_CONFIG_HOME: home, FLINK_TUI_NAMESPACE: 'of-env', FLINK_TUI_CONTEXT: 'of-env', FLINK_TUI_THEME: '' },
  );
  assert.deepEqual([settings.namespace, settings.context, settings.theme], ['of-flag', 'of-env', 'light']);
  assert.deepEqual(origins.namespace, { kind: 'flag', name: '-n' });
  assert.deepEqual(origins.context, { kind: 'environment', name: 'FLINK_TUI_CONTEXT' });
  assert.deepEqual(origins.theme, { kind: 'config file', name: file });
});

test('reads forward-hosts as names separated by commas, without ports or URLs', async () => {
  const { settings } = await readWith('forward-hosts: "flink.example.com, *.dev.example.com,[fd00::5]"\n');
  assert.deepEqual(forwardHosts(settings), ['flink.example.com', '*.dev.example.com', '[fd00::5]']);
  assert.deepEqual(forwardHosts((await readWith('')).settings), []);
  assert.deepEqual(forwardHosts((await readWith('', { FLINK_TUI_FORWARD_HOSTS: '*' })).settings), ['*']);
  for (const wrong of ['http://flink.example.com', 'flink.example.com:8081', 'a,,b', 'a b', 'x.*'])
    assert.match(await rejection(readWith(`forward-hosts: "${wrong}"\n`)), /must be host names without a port/, wrong);
});

test('reports an unknown key with the file and the nearest setting', async () => {
  assert.equal(await rejection(readWith('tehme: dark\n')), `unknown setting "tehme" in ${file}\nDid you mean theme?`);
});

test('reports an invalid value with its source and the allowed values', async () => {
  assert.equal(
    await rejection(readWith('color: alway\n')),
    `invalid value "alway" for color in ${file}: must be one of auto, always, never\nDid you mean always?`,
  );
  assert.match(
    await rejection(readWith('color: yes please\n', { FLINK_TUI_COLOR: 'red' })),
    /^invalid value "red" for FLINK_TUI_COLOR:/,
  );
  assert.match(
    await rejection(readWith('namespace: [a]\n')),
    /^invalid value \["a"\] for namespace in .*: must be a namespace/,
  );
  assert.match(await rejection(readWith('rest-url: ftp://x\n')), /starting with http/);
  assert.match(
    await rejection(readSettings({ namespace: { value: '../x', flag: '--namespace' } }, {})),
    /^invalid value "\.\.\/x" for --namespace:/,
  );
});

test('reports a config file that is not a mapping or not YAML', async () => {
  assert.match(
    await rejection(readWith('- a\n')),
    /config\.yaml is not a list of settings\nWrite one setting per line/,
  );
  assert.match(await rejection(readWith('a: [\n')), /config\.yaml is not valid YAML: .*line/s);
  assert.match(await rejection(readWith('theme: *dark\n')), /config\.yaml is not valid YAML: Unresolved alias/);
});

test('reports config file errors without control characters', async () => {
  const texts = ['theme: dark\nnamespace: a: b\n', 'a: [\n', 'a: "b\n', '\tb: c\n', 'theme: "a\\nb"\n', '"a\\nb": c\n'];
  for (const text of texts) {
    const lines = (await rejection(readWith(text))).split('\n');
    assert.deepEqual(lines, lines.map(printable), text);
    assert.doesNotMatch(lines.join('\n'), /\^|:$/m, text);
  }
  assert.deepEqual((await rejection(readWith('theme: dark\nnamespace: a: b\n'))).split('\n'), [
    `${file} is not valid YAML: Nested mappings are not allowed in compact mappings at line 2, column 12`,
    'Line 2: namespace: a: b',
    'Write one setting per line, for example: namespace: flink',
  ]);
});

test('accepts an empty config file', async () => {
  assert.equal((await readWith('# nothing\n')).settings.theme, 'auto');
});

test('uses no environment variable of the other program named flink-tui', () => {
  const reserved = /^FLINK_TUI_(USERNAME|PASSWORD|BEARER_TOKEN|CA_CERT|CLIENT_CERT|CLIENT_KEY|SQL_.*)$/;
  for (const { environment } of settingTable) assert.doesNotMatch(environment, reserved);
});

test('offers auto and exactly the shipped themes', () => {
  const files = readdirSync('themes').filter((name) => !name.includes('schema'));
  assert.deepEqual(['auto', ...files.map((name) => name.replace('.json', ''))].sort(), [...themeNames].sort());
});

test('reads the keys of actions with their lines', async () => {
  const { keys } = await readWith(
    "theme: dark\nkeys:\n  job.cancel: ctrl-x\n  # a comment\n  session.why: [D, 'g w']\n  pane.jobs: 5\n  log.follow: []\n",
  );
  assert.deepEqual(keys, {
    path: file,
    actions: [
      { action: 'job.cancel', keys: ['ctrl-x'], line: 3 },
      { action: 'session.why', keys: ['D', 'g w'], line: 5 },
      { action: 'pane.jobs', keys: ['5'], line: 6 },
      { action: 'log.follow', keys: [], line: 7 },
    ],
  });
  assert.deepEqual((await readWith('theme: dark\n')).keys.actions, []);
});

for (const [text, message] of [
  ['keys: ctrl-x\n', /^keys in .* is not a list of actions\nWrite one action per line, for example:\n {2}keys:/],
  ['keys: [a]\n', /is not a list of actions/],
  [
    'theme: dark\nkeys:\n  job.cancel:\n    key: x\n',
    /^invalid keys of job\.cancel in .*, line 3: must be a key or a list of keys/,
  ],
  ['keys:\n  job.cancel:\n', /^invalid keys of job\.cancel in .*, line 2/],
  ['keys:\n  job.cancel: [x, null]\n', /^invalid keys of job\.cancel in .*, line 2/],
  ['keys:\n  job.cancel: x\n  job.cancel: y\n', /not valid YAML: Map keys must be unique/],
] as const) {
  test(`rejects ${JSON.stringify(text)}`, async () => {
    assert.match(await rejection(readWith(text)), message);
  });
}
