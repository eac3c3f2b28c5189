import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { exitCodes } from './commands/record/command-error.ts';
import type { LocalState } from './commands/record/local-state.ts';
import type { OutputFormat } from './commands/record/output-format.ts';
import { commands, subcommands } from './commands/table.ts';
import type { KubernetesApi } from './kubernetes/api.ts';
import { KubernetesError } from './kubernetes/error.ts';
import type { KubeConfigChoice } from './kubernetes/kubeconfig/kubeconfig.ts';
import type { ContextSummary } from './kubernetes/kubeconfig/list-contexts.ts';
import type { LogStore } from './logs/log-store.ts';
import type { Views } from './screen/state/screen.ts';
import type { ScreenTarget } from './screen/state/screen-state.ts';
import { askBackground } from './screen/theme/ask-background.ts';
import type { Connection, Session } from './session/session.ts';
import type { WatchOptions } from './session/watch/watch-session.ts';
import { checkFiles } from './settings/check-files.ts';
import { expandHome } from './settings/expand-home.ts';
import { logFolder } from './settings/log-folder.ts';
import { readSettings } from './settings/read-settings.ts';
import { restAccess } from './settings/rest-access.ts';
import { unicodeModes } from './settings/setting-table.ts';
import type { ReadSettings } from './settings/settings.ts';
import { forwardHosts } from './settings/settings.ts';
import { completionScript } from './shell/complete/completion-script.ts';
import { formatReport } from './shell/print/format-report.ts';
import { createOutputCharset } from './shell/print/output-charset.ts';
import { canShowScreen, type Streams } from './shell/print/streams.ts';
import { usesColor } from './shell/print/uses-color.ts';
import { usesUnicode } from './shell/print/uses-unicode.ts';
import { writeText } from './shell/print/write.ts';
import { createShell } from './shell/program/create-shell.ts';
import type { CommonOptions, Frontends } from './shell/program/frontends.ts';
import { logFilePath } from './shell/program/log-file.ts';
import { runProgram } from './shell/program/program.ts';
import { returnMemoryOfReading } from './shell/program/return-memory.ts';
import type { RunOptions } from './shell/program/run-options.ts';
import { growOldSpaceSlowly, limitYoungSpace } from './shell/program/v8-heap.ts';
import { warnAboutInsecureConnection } from './shell/run/warn-about-insecure-connection.ts';
import { saveOriginalExit } from './shell/watchdog/save-original-exit.ts';
import { parseSize } from './text/parse-size.ts';
import { printable, printableLines } from './text/printable.ts';

// Heavy modules are imported dynamically. A subcommand never loads the screen, and the screen draws its first frame
// before the Kubernetes client is loaded.

const { stdin, stdout, stderr, env } = process;
const streams: Streams = { stdin, stdout, stderr, dumb: env.TERM === 'dumb', terminalType: env.TERM };
const output = createOutputCharset(streams);
const unicodeMode = unicodeModes.find((mode) => mode === env.FLINK_TUI_UNICODE) ?? 'auto';
output.set(usesUnicode(unicodeMode, env) ? 'unicode' : 'ascii');
const shell = createShell(process, streams, env);
/** Timeout for completions. After this time, the shell would seem to hang. */
const completionTimeoutMs = 3000;

async function loadSettings({ flags }: CommonOptions): Promise<ReadSettings> {
  const read = await readSettings(flags, env);
  await checkFiles(read);
  output.set(usesUnicode(read.settings.unicode, env) ? 'unicode' : 'ascii');
  return read;
}

function kubeConfigChoice({ settings, origins }: ReadSettings): KubeConfigChoice {
  // KUBECONFIG may list several files, so the Kubernetes client reads this variable itself.
  const file = origins.kubeconfig.kind === 'environment' ? undefined : settings.kubeconfig;
  return { file: file && expandHome(file), context: settings.context, env };
}

/** Connects to the API server. With options, warns on standard error about an insecure connection. */
async function openKubernetes(read: ReadSettings, options?: RunOptions): Promise<KubernetesApi> {
  const { connectKubernetes } = await import('./kubernetes/connect.ts');
  const kubernetes = await connectKubernetes(kubeConfigChoice(read));
  if (options !== undefined) await warnAboutInsecureConnection(kubernetes, options);
  return kubernetes;
}

async function loadContexts(read: ReadSettings): Promise<readonly ContextSummary[]> {
  const { listContexts } = await import('./kubernetes/kubeconfig/list-contexts.ts');
  return listContexts(kubeConfigChoice(read));
}

async function withKubernetes<T>(
  read: ReadSettings,
  use: (kubernetes: KubernetesApi) => Promise<T>,
  options?: RunOptions,
): Promise<T> {
  const kubernetes = await openKubernetes(read, options);
  try {
    return await use(kubernetes);
  } finally {
    await kubernetes.close();
  }
}

/** Returns the namespace of the kubeconfig's context. `permissions` must also work without a kubeconfig. */
function contextNamespace(read: ReadSettings): Promise<string> {
  return withKubernetes(read, async ({ namespace }) => namespace).catch((error: unknown) => {
    if (error instanceof KubernetesError && error.kind === 'no-kubeconfig') return 'default';
    throw error;
  });
}

/** Connects to a cluster. `mustExist: false` skips the check that the cluster exists. */
async function connect(
  read: ReadSettings,
  clusterId: string,
  signal: AbortSignal,
  { options, mustExist = true }: { readonly options?: RunOptions; readonly mustExist?: boolean } = {},
): Promise<Connection> {
  const [kubernetes, { connectSession }, { openConnection }] = await Promise.all([
    openKubernetes(read, options),
    import('./session/attach/connect.ts'),
    import('./session/attach/open-connection.ts'),
  ]);
  try {
    const namespace = read.settings.namespace ?? kubernetes.namespace;
    const restUrl = read.settings['rest-url'];
    const target = {
      clusterId,
      namespace,
      restUrl,
      restAccess: restAccess(read.settings, env),
      forwardHosts: forwardHosts(read.settings),
      maxRestBytes: parseSize(read.settings['rest-response-limit']),
    };
    const connection = mustExist
      ? await connectSession(kubernetes, target, signal)
      : openConnection(kubernetes, target, { mode: 'unknown', jobManager: undefined });
    const close = async () => {
      await connection.close();
      await kubernetes.close();
    };
    return { ...connection, close };
  } catch (error) {
    await kubernetes.close();
    throw error;
  }
}

/** The screen of `demo`. Its journal ends with the demo. */
type DemoScreen = { readonly banner: string; readonly journals: string };

function localState(demo: DemoScreen | undefined): LocalState {
  return demo === undefined ? shell.local : { ...shell.local, journals: demo.journals };
}

/** Opens the screen if the terminal supports it. Otherwise reads commands, or lists clusters if no id is given. */
async function attach(
  read: ReadSettings,
  format: OutputFormat,
  clusterId: string | undefined,
  demo?: DemoScreen,
): Promise<number> {
  if (canShowScreen(streams)) return showScreen(read, clusterId, demo);
  if (clusterId === undefined) return listClusters(read, format, () => read.settings.namespace);
  return shell.runWithoutScreen(format, async (options, printFailure) => {
    const local = localState(demo);
    const { runPipe } = await import('./shell/run/pipe.ts');
    const color = usesColor(read.settings.color, env, streams);
    const { confirm } = read.settings;
    const open = () => connect(read, clusterId, options.signal, { options });
    return runPipe(open, { ...options, color, confirm, local, journal: actJournal(read, local) }, printFailure);
  });
}

/** Runs the screen, then prints the final messages. Without a cluster-id, the user chooses a cluster on the screen. */
async function showScreen(read: ReadSettings, clusterId: string | undefined, demo?: DemoScreen): Promise<number> {
  limitYoungSpace(16 * 1024 * 1024);
  growOldSpaceSlowly();
  saveOriginalExit();
  const { namespace, context, theme, color } = read.settings;
  // Before the terminal is changed, because a wrong key is an error.
  const views = await viewsWithKeys(read);
  const background = askBackground({ theme, color, env, stdin, stdout });
  const [{ startScreen }, { saveLines }] = await Promise.all([
    import('./screen/start.tsx'),
    import('./logs/save-lines.ts'),
  ]);
  const local = localState(demo);
  const keep = read.settings['keep-logs'] === 'always';
  output.keepWidths();
  const kept = keptFolders();
  /** The settings for REST are those of the first cluster. Other clusters must not get its credentials. */
  let restTarget: ScreenTarget | undefined;
  /** The same cluster, as the cluster picker names it. */
  let resolvedTarget: ScreenTarget | undefined;
  const loggedDetails = new Set<string>();
  const {
    exitCode,
    lines,
    report = [],
  } = await startScreen({
    target: clusterId === undefined ? undefined : { clusterId, namespace, context },
    source: {
      attach: async (target, signal) => {
        restTarget ??= target;
        const isFirst = [restTarget, resolvedTarget].some((one) => isDeepStrictEqual(target, one));
        const rest = isFirst ? {} : noRestSettings;
        const settings = { ...read.settings, ...rest, namespace: target.namespace, context: target.context ?? context };
        const connection = await connect({ ...read, settings }, target.clusterId, signal);
        if (isFirst) {
          const { kubernetes, target: attached } = connection;
          resolvedTarget = { ...target, namespace: attached.namespace, context: kubernetes.context };
        }
        const session = await watchAll(read, connection, local, { logs: logStore(read, target.clusterId, keep) });
        returnMemoryOfReading(session);
        return keep ? kept.follow(session) : session;
      },
    },
    clusters: {
      contexts: () => loadContexts(read),
      open: async (chosen) => {
        const { createClusterBrowser } = await import('./session/attach/cluster-browser.ts');
        const settings = { ...read.settings, context: chosen ?? context };
        return createClusterBrowser(await openKubernetes({ ...read, settings }));
      },
    },
    search: { namespace, context },
    saveLines,
    local,
    rememberForwards: read.settings['remember-forwards'],
    views,
    isMouseOn: read.settings.mouse === 'always',
    theme,
    color,
    env,
    background,
    banner: demo?.banner,
    onFirstFrame: () => void watchMainThread(),
    logError: (error) => {
      for (const line of shell.logError(error)) loggedDetails.add(line);
    },
  });
  // The screen itself has shown every other failure.
  const details = exitCode === exitCodes.failed ? loggedDetails : [];
  // A closed terminal cannot show these lines. The exit code stays the same.
  const colored = usesColor(color, env, { ...streams, stdout: stderr });
  const printed = [
    printableLines(lines.join('\n')),
    ...formatReport(report, colored),
    printableLines([...details, ...kept.lines()].join('\n')),
  ];
  await writeText(stderr, printed.filter((part) => part !== '').join('\n')).catch(() => undefined);
  return exitCode;
}

/** Returns the views with the keys of the config file; undefined if it has none. */
async function viewsWithKeys({ keys }: ReadSettings): Promise<Views | undefined> {
  if (keys.actions.length === 0) return undefined;
  // Not an import of its own, because more entry points split the code of the screen into more files.
  const { customViews } = await import('./screen/start.tsx');
  return customViews(keys);
}

/** Collects the folders of kept logs. The logs of a closed session are not held in memory. */
function keptFolders() {
  const lines = new Set<string>();
  const open = new Set<LogStore>();
  const lineOf = ({ folder }: LogStore) => (folder === undefined ? 'No logs were kept' : `Logs kept in ${folder}`);
  return {
    follow: (session: Session): Session => {
      open.add(session.logs);
      const close: Session['close'] = async (options) => {
        await session.close(options);
        lines.add(lineOf(session.logs));
        open.delete(session.logs);
      };
      return { ...session, close };
    },
    lines: () => new Set([...lines, ...[...open].map(lineOf)]),
  };
}

/** Where and how the journal of a cluster is stored. */
function journalOptions({ settings }: ReadSettings, { journals: root, user: by }: LocalState) {
  return { root, bytes: parseSize(settings['journal-space']) ?? 0, by };
}

/** The journal for acts of commands that run without the screen. */
function actJournal(read: ReadSettings, local: LocalState) {
  return { ...journalOptions(read, local), onFailure: shell.logError };
}

/** Where and how the logs of a cluster are stored. */
function logStore({ settings }: ReadSettings, name: string, keep: boolean) {
  return { folder: logFolder(settings, env), name, bytes: parseSize(settings['log-space']), keep };
}

/** Watches a cluster with all of its jobs and memory, and keeps its journal. */
async function watchAll(
  read: ReadSettings,
  connection: Connection,
  local: LocalState,
  logs: Pick<WatchOptions, 'logs' | 'followedPods'>,
): Promise<Session> {
  const [{ watchSession }, { judgeJob }] = await Promise.all([
    import('./session/watch/watch-session.ts'),
    import('./diagnosis/judge-job.ts'),
  ]);
  const journal = { ...journalOptions(read, local), judgeJob };
  return watchSession(connection, { ...logs, journal, assessJobs: true, readsMemory: true });
}

function recordSession(
  read: ReadSettings,
  connection: Connection,
  { logs }: { readonly logs: boolean },
): Promise<Session> {
  const kept = { logs: logStore(read, connection.target.clusterId, true) };
  return watchAll(read, connection, shell.local, logs ? kept : { followedPods: 'job-managers' });
}

/** Starts the watchdog, which restores the terminal if the main thread hangs. */
async function watchMainThread(): Promise<void> {
  const { startWatchdog } = await import('./shell/watchdog/start-watchdog.ts');
  const isAlternate = env.INK_SCREEN_READER !== 'true';
  startWatchdog({ logFile: logFilePath(env), isAlternate }, shell.logError);
}

function listClusters(
  read: ReadSettings,
  format: OutputFormat,
  /** undefined: all namespaces. */
  namespaceOf: (kubernetes: KubernetesApi) => string | undefined,
): Promise<number> {
  return shell.runWithoutScreen(format, async (options) => {
    const { printClusters } = await import('./shell/print/print-clusters.ts');
    return withKubernetes(read, (kubernetes) => printClusters(kubernetes, namespaceOf(kubernetes), options), options);
  });
}

const frontends: Frontends = {
  attach: async (common, clusterId) => attach(await loadSettings(common), common.format, clusterId),

  command: (common, command, clusterId, args) =>
    shell.runWithoutScreen(common.format, async (options) => {
      limitYoungSpace(0);
      const { runSubcommand } = await import('./shell/program/subcommand.ts');
      const read = await loadSettings(common);
      const color = usesColor(read.settings.color, env, streams);
      return runSubcommand(
        command,
        args,
        () => connect(read, clusterId, options.signal, { options, mustExist: command.withoutSession === undefined }),
        { ...options, color, confirm: read.settings.confirm, journal: actJournal(read, shell.local) },
      );
    }),

  record: (common, clusterIds, choice) =>
    shell.runWithoutScreen(common.format, async (options) => {
      const { runRecord } = await import('./shell/run/record.ts');
      const read = await loadSettings(common);
      const connections: Connection[] = [];
      let sessions: readonly Session[] = [];
      try {
        // Nothing is recorded if one of the clusters does not exist.
        for (const id of clusterIds) connections.push(await connect(read, id, options.signal, { options }));
        sessions = await Promise.all(connections.map((connection) => recordSession(read, connection, choice)));
        return await runRecord(sessions, options);
      } finally {
        // A session closes its connection.
        await Promise.all((sessions.length > 0 ? sessions : connections).map((each) => each.close()));
      }
    }),

  clusters: async (common, { allNamespaces }) => {
    const read = await loadSettings(common);
    return listClusters(read, common.format, ({ namespace }) =>
      allNamespaces ? undefined : (read.settings.namespace ?? namespace),
    );
  },

  demo: async (common, { serve, profiling = false, ...options }) => {
    const [read, { startDemo }, { withKubeconfigFile }] = await Promise.all([
      readSettings(common.flags, env),
      import('./demo/start-demo.ts'),
      import('./shell/program/with-kubeconfig-file.ts'),
    ]);
    const demo = await startDemo({
      ...options,
      scenario: { jobs: 'sick', hasLeaks: true, hasEditedOptions: true, hasMoreSessions: true, profiling },
    });
    try {
      return await withKubeconfigFile(demo.kubeconfig(), async (file) => {
        if (!serve) {
          const screen = { banner: `DEMO x${demo.speed}`, journals: join(dirname(file), 'journal') };
          return attach(settingsForDemo(read, file, demo.namespace), common.format, demo.clusterId, screen);
        }
        const { serveDemo } = await import('./shell/run/serve-demo.ts');
        return shell.runWithoutScreen(common.format, (options) => serveDemo(demo, file, options));
      });
    } finally {
      await demo.close();
    }
  },

  permissions: (common, { readOnly }) =>
    shell.runWithoutScreen(common.format, async ({ signal }) => {
      const [read, { renderPermissions }] = await Promise.all([
        loadSettings(common),
        import('./shell/print/print-permissions.ts'),
      ]);
      const namespace = read.settings.namespace ?? (await contextNamespace(read));
      await writeText(stdout, await renderPermissions(commands, { namespace, readOnly }, common.format), signal);
      return exitCodes.success;
    }),

  completion: (name) =>
    shell.runWithoutScreen('text', async ({ signal }) => {
      await writeText(stdout, completionScript(name), signal);
      return exitCodes.success;
    }),

  complete: (words, program) =>
    shell.runWithoutScreen('text', async ({ signal }) => {
      const withTimeout = AbortSignal.any([signal, AbortSignal.timeout(completionTimeoutMs)]);
      const { completeWords } = await import('./shell/complete/complete-words.ts');
      const candidates = await completeWords(words, program, subcommands, {
        clusterIds: async (flags) => {
          const read = await readSettings(flags, env);
          return withKubernetes(read, async (kubernetes) => {
            const { findClusters } = await import('./session/attach/find-clusters.ts');
            const namespace = read.settings.namespace ?? kubernetes.namespace;
            const found = await findClusters(kubernetes, { namespace }, withTimeout);
            return found.map(({ clusterId, mode }) => ({ word: clusterId, summary: `${mode} cluster` }));
          });
        },
        context: async (flags) => {
          const contexts = await loadContexts(await readSettings(flags, env));
          return contexts.map(({ name, cluster, isCurrent }) => ({
            word: name,
            summary: `cluster ${cluster}${isCurrent ? ' (current)' : ''}`,
          }));
        },
        namespace: async (flags) => {
          const [read, { namespaceNames }] = await Promise.all([
            readSettings(flags, env),
            import('./shell/complete/namespace-names.ts'),
          ]);
          const contexts = await loadContexts(read);
          const names = await withKubernetes(read, (kubernetes) => namespaceNames(kubernetes, contexts, withTimeout));
          return names.map((word) => ({ word, summary: '' }));
        },
        names: async (kind, clusterId, flags) => {
          const [read, { clusterNames }] = await Promise.all([
            readSettings(flags, env),
            import('./shell/complete/cluster-names.ts'),
          ]);
          return clusterNames(kind, await connect(read, clusterId, withTimeout), withTimeout);
        },
      });
      const lines = candidates.map(({ word, summary }) => `${printable(word)}\t${printable(summary)}`);
      await writeText(stdout, lines.join('\n'), signal);
      return exitCodes.success;
    }),
};

const noRestSettings = {
  'rest-url': undefined,
  'rest-ca': undefined,
  'rest-cert': undefined,
  'rest-key': undefined,
  'rest-token-file': undefined,
  'rest-login-file': undefined,
};

/** Replaces the settings that select a cluster with those of the demo. */
function settingsForDemo(
  { settings, origins, keys }: ReadSettings,
  kubeconfig: string,
  namespace: string,
): ReadSettings {
  const flag = { kind: 'flag', name: 'demo' } as const;
  return {
    settings: { ...settings, kubeconfig, namespace, context: undefined, ...noRestSettings },
    origins: { ...origins, kubeconfig: flag },
    keys,
  };
}

try {
  const { version } = packageJson;
  process.exitCode = await runProgram(process.argv.slice(2), {
    commands: subcommands,
    frontends,
    streams,
    version,
  });
} catch (error) {
  process.exitCode = shell.printFailure(error);
}
