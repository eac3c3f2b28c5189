import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { forwardHosts } from '../../src/settings/forward-hosts.ts';
import { logFolder } from '../../src/settings/log-folder.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { settingTable, themeNames } from '../../src/settings/setting-table.ts';
import { SettingsError } from '../../src/settings/settings.ts';
import { printable } from '../../src/text/printable.ts';

const home = mkdtempSync(join(tmpdir(), 'flink-tui-settings-'));
const file = join(home, 'flink-tui', 'config.yaml');
mkdirSync(join(home, 'flink-tui'));
after(() => rmSync(home, { recursive: true }));

/** Reads with this text as the config file. */
function readWith(text: string, environment: Record<string, string> = {}) {
  writeFileSync(file, text);
  return readSettings({}, { XDG_CONFIG_HOME: home, ...environment });
}

async function refusal(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return [error.message, ...error.hints].join('\n');
  }
  assert.fail('the settings were accepted');
}

test('with nothing set there are the defaults', async () => {
  const { settings, origins } = await readSettings({}, { XDG_CONFIG_HOME: join(home, 'none') });
  assert.equal(settings.color, 'auto');
  assert.equal(settings.namespace, undefined);
  assert.equal(origins.namespace.kind, 'default');
});

test('logs are kept within a space, in a folder of the cache', async () => {
  const { settings } = await readWith('keep-logs: always\nlog-space: 512 MiB\n');
  assert.deepEqual([settings['keep-logs'], settings['log-space']], ['always', '512 MiB']);
  assert.equal(logFolder(settings, { XDG_CACHE_HOME: '/cache' }), '/cache/flink-tui/logs');
  const { settings: chosen } = await readWith('log-folder: ~/logs\n');
  assert.equal(logFolder(chosen, {}), join(homedir(), 'logs'));
  assert.match(await refusal(readWith('log-space: 2\n')), /it should be a size such as 512MiB or 2GiB/);
  assert.match(await refusal(readWith('log-space: 1MiB\n')), /16MiB at least/);
  assert.match(await refusal(readWith('rest-answer-limit: 1KiB\n')), /a size such as 64MiB or 1GiB, and 1MiB at least/);
  assert.match(await refusal(readWith('keep-logs: true\n')), /one of always, never/);
});

test('a flag goes before the environment, and that before the config file', async () => {
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

test('names that forwards answer to are a list with commas, without ports and URLs', async () => {
  const { settings } = await readWith('forward-hosts: "flink.example.com, *.dev.example.com,[fd00::5]"\n');
  assert.deepEqual(forwardHosts(settings), ['flink.example.com', '*.dev.example.com', '[fd00::5]']);
  assert.deepEqual(forwardHosts((await readWith('')).settings), []);
  assert.deepEqual(forwardHosts((await readWith('', { FLINK_TUI_FORWARD_HOSTS: '*' })).settings), ['*']);
  for (const wrong of ['http://flink.example.com', 'flink.example.com:8081', 'a,,b', 'a b', 'x.*'])
    assert.match(await refusal(readWith(`forward-hosts: "${wrong}"\n`)), /should be host names without a port/, wrong);
});

test('an unknown key names the file and the nearest setting', async () => {
  assert.equal(await refusal(readWith('tehme: dark\n')), `${file} has an unknown setting "tehme"\nDid you mean theme?`);
});

test('a value that may not be names its place and what may be', async () => {
  assert.equal(
    await refusal(readWith('color: alway\n')),
    `color in ${file} is "alway"; it should be one of auto, always, never\nDid you mean always?`,
  );
  assert.match(await refusal(readWith('color: yes please\n', { FLINK_TUI_COLOR: 'red' })), /^FLINK_TUI_COLOR is "red"/);
  assert.match(await refusal(readWith('namespace: [a]\n')), /is \["a"\]; it should be a namespace/);
  assert.match(await refusal(readWith('rest-url: ftp://x\n')), /begins with http/);
  assert.match(
    await refusal(readSettings({ namespace: { value: '../x', flag: '--namespace' } }, {})),
    /^--namespace is "\.\.\/x"/,
  );
});

test('a config file that is not a mapping, or not YAML, is named', async () => {
  assert.match(await refusal(readWith('- a\n')), /config\.yaml should hold one setting a line/);
  assert.match(await refusal(readWith('a: [\n')), /config\.yaml is not valid YAML: .*line/s);
  assert.match(await refusal(readWith('theme: *dark\n')), /config\.yaml is not valid YAML: Unresolved alias/);
});

test('an error in a config file is told in lines that need no control picture', async () => {
  const texts = ['theme: dark\nnamespace: a: b\n', 'a: [\n', 'a: "b\n', '\tb: c\n', 'theme: "a\\nb"\n', '"a\\nb": c\n'];
  for (const text of texts) {
    const told = (await refusal(readWith(text))).split('\n');
    assert.deepEqual(told, told.map(printable), text);
    assert.doesNotMatch(told.join('\n'), /\^|:$/m, text);
  }
  assert.deepEqual((await refusal(readWith('theme: dark\nnamespace: a: b\n'))).split('\n'), [
    `${file} is not valid YAML: Nested mappings are not allowed in compact mappings at line 2, column 12`,
    'Line 2: namespace: a: b',
    'Write one setting per line, for example: namespace: flink',
  ]);
});

test('an empty config file is fine', async () => {
  assert.equal((await readWith('# nothing\n')).settings.theme, 'auto');
});

test('no setting takes a name that belongs to the other flink-tui', () => {
  const taken = /^FLINK_TUI_(USERNAME|PASSWORD|BEARER_TOKEN|CA_CERT|CLIENT_CERT|CLIENT_KEY|SQL_.*)$/;
  for (const { environment } of settingTable) assert.doesNotMatch(environment, taken);
});

test('the themes that may be chosen are those that are shipped', () => {
  const files = readdirSync('themes').filter((name) => !name.includes('schema'));
  assert.deepEqual(['auto', ...files.map((name) => name.replace('.json', ''))].sort(), [...themeNames].sort());
});
