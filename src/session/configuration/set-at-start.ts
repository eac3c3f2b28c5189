/** Options that a JobManager sets itself when it starts, and where their values come from. */
type StartRule = { readonly key: RegExp; readonly reason: string };

const startRules: readonly StartRule[] = [
  { key: /^jobmanager\.rpc\.(address|port)$/, reason: 'the address of the JobManager' },
  { key: /^rest\.address$/, reason: 'the address of the JobManager' },
  { key: /^web\.tmpdir$/, reason: 'a directory of this run' },
  {
    key: /^jobmanager\.memory\.(heap\.size|off-heap\.size|jvm-metaspace\.size|jvm-overhead\.(min|max))$/,
    reason: 'computed memory',
  },
  { key: /^\$?internal\./, reason: 'internal' },
];

/**
 * Returns why Flink has set the option at its start; undefined for other options. Sources: `ClusterEntrypoint`,
 * `KubernetesEntrypointUtils`, and `BashJavaUtils` for the memory.
 */
export function setAtStart(key: string): string | undefined {
  return startRules.find((rule) => rule.key.test(key))?.reason;
}

/** Whether the script that starts the JobManager passes this option as a number of bytes. */
export const isComputedSize = (key: string): boolean =>
  /^jobmanager\.memory\.(heap|off-heap|jvm-metaspace)\.size$/.test(key);
