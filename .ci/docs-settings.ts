import { type Setting, settingTable } from '../src/settings/setting-table.ts';
import { generated, table } from './docs-table.ts';

/** The words of which it is one, where they are few. */
function valuesOf(schema: Setting['schema']): string {
  if (schema.type !== 'picklist' || !('options' in schema)) return '';
  return `: ${(schema.options as readonly string[]).map((word) => `\`${word}\``).join(', ')}`;
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

A flag goes before the environment, the environment before the config file, \`$XDG_CONFIG_HOME/flink-tui/config.yaml\`
(\`~/.config/flink-tui/config.yaml\`), which has the names of the first column:

\`\`\`yaml
namespace: flink
theme: dark
\`\`\`

${table(['name', 'flag', 'environment', 'if not set', 'what it is'], rows)}

\`NO_COLOR\` and \`FORCE_COLOR\` are honoured. An unknown name or value in the file is an error that names it.

## Options of kubernetes-session.sh

\`-Dkubernetes.cluster-id=\`, \`-Dkubernetes.namespace=\`, \`-Dkubernetes.context=\` and \`-Dkubernetes.config.file=\` are
understood, and \`-Dexecution.attached=true\` is what flink-tui does anyway. The others have no effect: most configure a
deployment, and flink-tui deploys nothing. It says so of each, and goes on.
`;
}
