import { type Setting, settingTable } from '../src/settings/setting-table.ts';
import { generated, table } from './docs-table.ts';

/** Returns the allowed values of a picklist setting as Markdown, or an empty text. */
function valuesOf(schema: Setting['schema']): string {
  if (schema.type !== 'picklist' || !('options' in schema)) return '';
  return ` (${(schema.options as readonly string[]).map((value) => `\`${value}\``).join(', ')})`;
}

export function settingsPage(): string {
  const settings: readonly Setting[] = settingTable;
  const rows = settings.map(({ name, flag, negation, environment, fallback, fallbackNote, summary, schema }) => [
    `\`${name}\``,
    `\`${flag}\`${negation === undefined ? '' : ` \`${negation}\``}`,
    `\`${environment}\``,
    fallback === undefined ? (fallbackNote ?? '') : `\`${fallback}\``,
    summary + valuesOf(schema),
  ]);
  return `# Settings

${generated}

A flag takes precedence over an environment variable, and an environment variable over the config file. The config file is
\`$XDG_CONFIG_HOME/flink-tui/config.yaml\` (by default \`~/.config/flink-tui/config.yaml\`). Its keys are the names in the
first column:

\`\`\`yaml
namespace: flink
theme: dark
\`\`\`

${table(['Name', 'Flag', 'Environment variable', 'Default', 'Description'], rows)}

## Keys

\`keys\` in the config file changes the keys of actions on the screen. It has no flag and no environment variable.
[keys.md](keys.md) lists the actions.

\`\`\`yaml
keys:
  job.cancel: ctrl-x            # one key
  timeline.show: [T, g t]       # a key, and a sequence of two keys
  session.stop: []              # no key
  move.start: home              # frees g for sequences
\`\`\`

A key is a character (\`x\`, \`X\`, \`&\`), a named key (\`enter\`, \`esc\`, \`space\`, \`tab\`, \`backspace\`, \`delete\`, \`insert\`,
\`up\`, \`down\`, \`left\`, \`right\`, \`pageup\`, \`pagedown\`, \`home\`, \`end\`, \`f1\` to \`f12\`), or either with \`ctrl-\`, \`alt-\` or
\`shift-\`. Quote characters with a meaning in YAML: \`'&'\`. A sequence has up to four keys with spaces between them. While you
type it, the footer shows the keys that may follow, and \`Esc\` cancels. Arrow keys, \`PgUp\`, \`PgDn\`, \`Home\` and \`End\` always
move, and \`Ctrl-C\` always ends flink-tui.

The footer, the help and the sentences on the screen name the changed keys. If two actions have the same key in a view, or a
key starts the sequence of another action, the screen does not open: flink-tui lists the lines of the config file and exits
with code 2. In terminals with bracketed paste, pasted text never runs a key.

## Other variables

flink-tui also reads \`NO_COLOR\` and \`FORCE_COLOR\`. An unknown name or an invalid value in the config file is an error.

## Options of kubernetes-session.sh

flink-tui accepts \`-Dkubernetes.cluster-id=\`, \`-Dkubernetes.namespace=\`, \`-Dkubernetes.context=\` and
\`-Dkubernetes.config.file=\`. It also accepts \`-Dexecution.attached=true\`, which is always in effect. Other options have no
effect, and flink-tui prints a note for each of them. Most of them configure a deployment, but flink-tui never deploys.
`;
}
