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

flink-tui also reads \`NO_COLOR\` and \`FORCE_COLOR\`. An unknown name or an invalid value in the config file is an error.

## Options of kubernetes-session.sh

flink-tui accepts \`-Dkubernetes.cluster-id=\`, \`-Dkubernetes.namespace=\`, \`-Dkubernetes.context=\` and
\`-Dkubernetes.config.file=\`. It also accepts \`-Dexecution.attached=true\`, which is always in effect. Other options have no
effect, and flink-tui prints a note for each of them. Most of them configure a deployment, but flink-tui never deploys.
`;
}
