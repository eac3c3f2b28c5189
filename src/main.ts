import packageJson from '../package.json' with { type: 'json' };
import { exitCodes } from './commands/record/command-error.ts';
import type { OutputFormat } from './commands/record/output-format.ts';
import { commands, subcommands } from './commands/table.ts';
import type { KubernetesApi } from './kubernetes/api.ts';
import { KubernetesError } from './kubernetes/error.ts';
import type { KubeConfigChoice } from './kubernetes/kubeconfig/kubeconfig.ts';
import type { ContextSummary } from './kubernetes/kubeconfig/list-contexts.ts';
import type { LogStore } from './logs/log-store.ts';
import type { Connection } from './session/session.ts';
import { checkFiles } from './settings/check-files.ts';
import { expandHome } from './settings/expand-home.ts';
import { logFolder } from './settings/log-folder.ts';
import { readSettings } from './settings/read-settings.ts';
import { restAccess } from './settings/rest-access.ts';
import { unicodeModes } from './settings/setting-table.ts';
import type { ReadSettings } from './settings/settings.ts';
import { forwardHosts } from './settings/settings.ts';
import { completionScript } from './shell/complete/completion-script.ts';
import { createOutputCharset } from './shell/print/output-charset.ts';
import { canShowScreen, type Streams } from './shell/print/streams.ts';
import { usesColor } from './shell/print/uses-color.ts';
import { usesUnicode } from './shell/print/uses-unicode.ts';
import { writeText } from './shell/print/write.ts';
import type { CommonOptions, Frontends } from './shell/program/frontends.ts';
import { logFilePath } from './shell/program/log-file.ts';
import { runProgram } from './shell/program/program.ts';
import type { RunOptions } from './shell/program/run-options.ts';
import { boundYoungSpace, growOldSpaceSlowly } from './shell/program/v8-heap.ts';
import { createShell } from './shell/program/without-screen.ts';
import { warnAboutInsecureConnection } from './shell/run/warn-of-insecure-connection.ts';
import { rememberExit } from './shell/watchdog/remember-exit.ts';
import { parseSize } from './text/parse-size.ts';
import { printable, printableLines } from './text/printable.ts';

// What is heavy is imported where it is needed: a subcommand never loads the screen, and the screen's first frame
// goes before the Kubernetes client.

const { stdin, stdout, stderr, env } = process;
const streams: Streams = { stdin, stdout, stderr, dumb: env.TERM === 'dumb' };
const output = createOutputCharset(streams);
const unicodeMode = unicodeModes.find((mode) => mode === env.FLINK_TUI_UNICODE) ?? 'auto';
output.set(usesUnicode(unicodeMode, env) ? 'unicode' : 'ascii');
const shell = createShell(process, streams, env);
/** A shell that waits for longer seems to hang. */
const completionTimeoutMs = 3000;

async function settingsOf({ flags }: CommonOptions): Promise<ReadSettings> {
  const read = await readSettings(flags, env);
  await checkFiles(read);
  output.set(usesUnicode(read.settings.unicode, env) ? 'unicode' : 'ascii');
  return read;
}

function kubeConfigChoice({ settings, origins }: ReadSettings): KubeConfigChoice {
  // KUBECONFIG may name several files: it is read where that is known.
  const file = origins.kubeconfig.kind === 'environment' ? undefined : settings.kubeconfig;
  return { file: file && expandHome(file), context: settings.context, env };
}

/** With terms, standard error is told of an insecure connection. */
async function openKubernetes(read: ReadSettings, terms?: RunOptions): Promise<KubernetesApi> {
  const { connectKubernetes } = await import('./kubernetes/connect.ts');
  const kubernetes = await connectKubernetes(kubeConfigChoice(read));
  if (terms !== undefined) await warnAboutInsecureConnection(kubernetes, terms);
  return kubernetes;
}

async function contextsOf(read: ReadSettings): Promise<readonly ContextSummary[]> {
  const { listContexts } = await import('./kubernetes/kubeconfig/list-contexts.ts');
  return listContexts(kubeConfigChoice(read));
}

async function withKubernetes<T>(
  read: ReadSettings,
  use: (kubernetes: KubernetesApi) => Promise<T>,
  terms?: RunOptions,
): Promise<T> {
  const kubernetes = await openKubernetes(read, terms);
  try {
    return await use(kubernetes);
  } finally {
    await kubernetes.close();
  }
}

/** The context's own. Whoever asks which rights they will need may have no kubeconfig yet. */
function namespaceOf(read: ReadSettings): Promise<string> {
  return withKubernetes(read, async ({ namespace }) => namespace).catch((error: unknown) => {
    if (error instanceof KubernetesError && error.kind === 'no-kubeconfig') return 'default';
    throw error;
  });
}

/** To a session cluster that is there, or if it is not looked for, to wherever it would be. */
async function connect(
  read: ReadSettings,
  clusterId: string,
  signal: AbortSignal,
  { terms, isLookedFor = true }: { readonly terms?: RunOptions; readonly isLookedFor?: boolean } = {},
): Promise<Connection> {
  const [kubernetes, { connectSession }, { openConnection }] = await Promise.all([
    openKubernetes(read, terms),
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
      maxRestBytes: parseSize(read.settings['rest-answer-limit']),
    };
    const connection = isLookedFor
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

/** The screen where there can be one; else the pipe, or without a cluster-id the list of those to choose from. */
async function attach(
  read: ReadSettings,
  format: OutputFormat,
  clusterId: string | undefined,
  banner?: string,
): Promise<number> {
  if (canShowScreen(streams)) return showScreen(read, clusterId, banner);
  if (clusterId === undefined) return listClusters(read, format, () => read.settings.namespace);
  return shell.withoutScreen(format, async (terms, tellFailure) => {
    const { runPipe } = await import('./shell/run/pipe.ts');
    const color = usesColor(read.settings.color, env, streams);
    const { confirm } = read.settings;
    const open = () => connect(read, clusterId, terms.signal, { terms });
    return runPipe(open, { ...terms, color, confirm }, tellFailure);
  });
}

/** Attaching to nothing means choosing first. What the screen has to say comes when the terminal was given back. */
async function showScreen(read: ReadSettings, clusterId: string | undefined, banner?: string): Promise<number> {
  boundYoungSpace(16 * 1024 * 1024);
  growOldSpaceSlowly();
  rememberExit();
  const { namespace, context, theme, color } = read.settings;
  const [{ startScreen }, { saveLines }] = await Promise.all([
    import('./screen/start.tsx'),
    import('./logs/save-lines.ts'),
  ]);
  const keep = read.settings['keep-logs'] === 'always';
  output.draw();
  const stores: LogStore[] = [];
  const more = new Set<string>();
  const { exitCode, lines } = await startScreen({
    target: clusterId === undefined ? undefined : { clusterId, namespace, context },
    source: {
      find: (signal) =>
        withKubernetes(read, async (kubernetes) => {
          const { findClusters } = await import('./session/attach/find-clusters.ts');
          return findClusters(kubernetes, { namespace }, signal);
        }),
      attach: async (target, signal) => {
        const { watchSession } = await import('./session/watch/watch-session.ts');
        const settings = { ...read.settings, namespace: target.namespace };
        const session = watchSession(await connect({ ...read, settings }, target.clusterId, signal), {
          logs: {
            folder: logFolder(settings, env),
            name: target.clusterId,
            bytes: parseSize(settings['log-space']),
            keep,
          },
        });
        stores.push(session.logs);
        return session;
      },
    },
    saveLines,
    local: shell.local,
    rememberForwards: read.settings['remember-forwards'],
    theme,
    color,
    env,
    banner,
    onFirstFrame: () => void watchMainThread(),
    logError: (error) => {
      for (const line of shell.keepError(error)) more.add(line);
    },
  });
  // What failed while the screen was open was told there.
  const rest = exitCode === exitCodes.failed ? more : [];
  const kept = new Set(
    (keep ? stores : []).map(({ folder }) =>
      folder === undefined ? 'no logs were kept' : `logs are kept in ${folder}`,
    ),
  );
  // Where the terminal itself is gone there is nobody to tell, which changes nothing about how it ended.
  await writeText(stderr, printableLines([...lines, ...rest, ...kept].join('\n'))).catch(() => undefined);
  return exitCode;
}

/** Once there is a screen, which a hang would leave the terminal with. */
async function watchMainThread(): Promise<void> {
  const { startWatchdog } = await import('./shell/watchdog/start-watchdog.ts');
  const isAlternate = env.INK_SCREEN_READER !== 'true';
  startWatchdog({ logFile: logFilePath(env), isAlternate }, shell.keepError);
}

function listClusters(
  read: ReadSettings,
  format: OutputFormat,
  /** undefined for all of them */
  namespaceOf: (kubernetes: KubernetesApi) => string | undefined,
): Promise<number> {
  return shell.withoutScreen(format, async (terms) => {
    const { printClusters } = await import('./shell/print/print-clusters.ts');
    return withKubernetes(read, (kubernetes) => printClusters(kubernetes, namespaceOf(kubernetes), terms), terms);
  });
}

const doors: Frontends = {
  attach: async (common, clusterId) => attach(await settingsOf(common), common.format, clusterId),

  command: (common, command, clusterId, words) =>
    shell.withoutScreen(common.format, async (terms) => {
      boundYoungSpace(0);
      const { runSubcommand } = await import('./shell/program/subcommand.ts');
      const read = await settingsOf(common);
      const color = usesColor(read.settings.color, env, streams);
      return runSubcommand(
        command,
        words,
        () => connect(read, clusterId, terms.signal, { terms, isLookedFor: command.withoutSession === undefined }),
        { ...terms, color, confirm: read.settings.confirm },
      );
    }),

  clusters: async (common, { allNamespaces }) => {
    const read = await settingsOf(common);
    return listClusters(read, common.format, ({ namespace }) =>
      allNamespaces ? undefined : (read.settings.namespace ?? namespace),
    );
  },

  demo: async (common, { serve, ...options }) => {
    const [read, { startDemo }, { withKubeconfigFile }] = await Promise.all([
      readSettings(common.flags, env),
      import('./demo/start-demo.ts'),
      import('./shell/program/with-kubeconfig-file.ts'),
    ]);
    const demo = await startDemo(options);
    try {
      return await withKubeconfigFile(demo.kubeconfig(), async (file) => {
        if (!serve) {
          const banner = `DEMO x${demo.speed}`;
          return attach(readForDemo(read, file, demo.namespace), common.format, demo.clusterId, banner);
        }
        const { serveDemo } = await import('./shell/run/serve-demo.ts');
        return shell.withoutScreen(common.format, (terms) => serveDemo(demo, file, terms));
      });
    } finally {
      await demo.close();
    }
  },

  rights: (common, { readOnly }) =>
    shell.withoutScreen(common.format, async ({ signal }) => {
      const [read, { renderRights }] = await Promise.all([settingsOf(common), import('./shell/print/print-rights.ts')]);
      const namespace = read.settings.namespace ?? (await namespaceOf(read));
      await writeText(stdout, await renderRights(commands, { namespace, readOnly }, common.format), signal);
      return exitCodes.done;
    }),

  completion: (name) =>
    shell.withoutScreen('text', async ({ signal }) => {
      await writeText(stdout, completionScript(name), signal);
      return exitCodes.done;
    }),

  complete: (words, program) =>
    shell.withoutScreen('text', async ({ signal }) => {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(completionTimeoutMs)]);
      const { completeWords } = await import('./shell/complete/complete-words.ts');
      const candidates = await completeWords(words, program, subcommands, {
        clusterIds: async (flags) => {
          const read = await readSettings(flags, env);
          return withKubernetes(read, async (kubernetes) => {
            const { findClusters } = await import('./session/attach/find-clusters.ts');
            const namespace = read.settings.namespace ?? kubernetes.namespace;
            const found = await findClusters(kubernetes, { namespace }, inTime);
            return found.map(({ clusterId, mode }) => ({ word: clusterId, summary: `${mode} cluster` }));
          });
        },
        context: async (flags) => {
          const contexts = await contextsOf(await readSettings(flags, env));
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
          const contexts = await contextsOf(read);
          const names = await withKubernetes(read, (kubernetes) => namespaceNames(kubernetes, contexts, inTime));
          return names.map((word) => ({ word, summary: '' }));
        },
        names: async (kind, clusterId, flags) => {
          const [read, { clusterNames }] = await Promise.all([
            readSettings(flags, env),
            import('./shell/complete/cluster-names.ts'),
          ]);
          return clusterNames(kind, await connect(read, clusterId, inTime), inTime);
        },
      });
      const lines = candidates.map(({ word, summary }) => `${printable(word)}\t${printable(summary)}`);
      await writeText(stdout, lines.join('\n'), signal);
      return exitCodes.done;
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

/** The simulated cluster whatever is set, in the colours that are. */
function readForDemo({ settings, origins }: ReadSettings, kubeconfig: string, namespace: string): ReadSettings {
  const flag = { kind: 'flag', name: 'demo' } as const;
  return {
    settings: { ...settings, kubeconfig, namespace, context: undefined, ...noRestSettings },
    origins: { ...origins, kubeconfig: flag },
  };
}

try {
  const { version } = packageJson;
  process.exitCode = await runProgram(process.argv.slice(2), { commands: subcommands, doors, streams, version });
} catch (error) {
  process.exitCode = shell.tellFailure(error);
}
