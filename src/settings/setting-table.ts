import * as v from 'valibot';
import { parseSize } from '../text/parse-size.ts';

const namespaceHint = 'a namespace of lower-case letters, digits and dashes';
const namespace = v.pipe(v.string(namespaceHint), v.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, namespaceHint));
const urlHint = 'a URL starting with http:// or https://';
const httpUrl = v.pipe(
  v.string(urlHint),
  v.check((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), urlHint),
);
const nonEmpty = v.pipe(
  v.string('a non-empty string'),
  v.check((text) => text.trim() !== '', 'a non-empty string'),
);

/** A busy log can fill less space than this within a second. */
const minSpaceBytes = 16 * 2 ** 20;
const space = sizeFrom(minSpaceBytes, 'a size of at least 16MiB, such as 512MiB or 2GiB');
const responseLimit = sizeFrom(2 ** 20, 'a size of at least 1MiB, such as 64MiB or 1GiB');

function sizeFrom(minBytes: number, description: string) {
  return v.pipe(
    v.string(description),
    v.check((text) => (parseSize(text) ?? 0) >= minBytes, description),
  );
}

const hostsHint = 'host names without a port, such as flink.example.com,*.dev.example.com, or * for every name';
const hosts = v.pipe(
  v.string(hostsHint),
  v.check(
    (text) => text.split(',').every((host) => /^(\*|(\*\.)?[\w-]+(\.[\w-]+)*|\[[\da-fA-F:]+\])$/.test(host.trim())),
    hostsHint,
  ),
);

export const keepModes = ['always', 'never'] as const;
export const colorModes = ['auto', 'always', 'never'] as const;
export const unicodeModes = ['auto', 'always', 'never'] as const;
/** `auto` is `dark` or `light`, like the background of the terminal. The other names are files in themes/. */
export const themeNames = ['auto', 'terminal', 'dark', 'light', 'high-contrast', 'mono'] as const;

export const confirmModes = ['destructive', 'always'] as const;
export const rememberModes = ['never', 'ask', 'always'] as const;

/** A setting with its name in each source and its allowed values. */
export type Setting = {
  /** Name in the config file. */
  readonly name: string;
  /** Flag in commander's syntax. */
  readonly flag: string;
  /** The opposite flag of a switch. `flag` means `always`, and `negation` means `never`. */
  readonly negation?: string;
  readonly negationSummary?: string;
  readonly environment: string;
  readonly fallback: string | undefined;
  /** Shown instead of a missing fallback value. */
  readonly fallbackNote?: string;
  readonly summary: string;
  /** Kind of names that shell completion suggests as values. */
  readonly completes?: 'context' | 'namespace';
  readonly schema: v.GenericSchema<string>;
  /** The value is a file to read. A missing file is an error at startup. */
  readonly isFile?: true;
};

/**
 * All settings: flags, environment variables, config file and docs/settings.md come from this table. Do not use the
 * names FLINK_TUI_USERNAME, _PASSWORD, _BEARER_TOKEN, _CA_CERT, _CLIENT_CERT, _CLIENT_KEY and FLINK_TUI_SQL_…, because
 * another program called flink-tui uses them.
 */
export const settingTable = [
  {
    name: 'namespace',
    flag: '-n, --namespace <namespace>',
    environment: 'FLINK_TUI_NAMESPACE',
    fallback: undefined,
    fallbackNote: "the context's namespace, else default",
    summary: 'Namespace of the session cluster',
    completes: 'namespace',
    schema: namespace,
  },
  {
    name: 'context',
    flag: '--context <context>',
    environment: 'FLINK_TUI_CONTEXT',
    fallback: undefined,
    fallbackNote: "the kubeconfig's current context",
    summary: 'Kubeconfig context to use',
    completes: 'context',
    schema: nonEmpty,
  },
  {
    name: 'kubeconfig',
    flag: '--kubeconfig <file>',
    environment: 'KUBECONFIG',
    fallback: undefined,
    fallbackNote: "~/.kube/config, else the pod's service account",
    summary: 'Path to the kubeconfig file (KUBECONFIG can list several files)',
    schema: nonEmpty,
    isFile: true,
  },
  {
    name: 'rest-url',
    flag: '--rest-url <url>',
    environment: 'FLINK_TUI_REST_URL',
    fallback: undefined,
    fallbackNote: "through the API server; in a pod, Flink's REST Service",
    summary: "URL of Flink's REST API, for direct access",
    schema: httpUrl,
  },
  {
    name: 'rest-ca',
    flag: '--rest-ca <file>',
    environment: 'FLINK_TUI_REST_CA',
    fallback: undefined,
    fallbackNote: 'the CAs that Node.js trusts',
    summary: "PEM file with the CA or server certificate to trust for Flink's REST API",
    schema: nonEmpty,
    isFile: true,
  },
  {
    name: 'rest-cert',
    flag: '--rest-cert <file>',
    environment: 'FLINK_TUI_REST_CERT',
    fallback: undefined,
    fallbackNote: 'none',
    summary: 'PEM file with the client certificate for mutual TLS',
    schema: nonEmpty,
    isFile: true,
  },
  {
    name: 'rest-key',
    flag: '--rest-key <file>',
    environment: 'FLINK_TUI_REST_KEY',
    fallback: undefined,
    fallbackNote: 'the rest-cert file',
    summary: 'PEM file with the private key of the client certificate',
    schema: nonEmpty,
    isFile: true,
  },
  {
    name: 'rest-token-file',
    flag: '--rest-token-file <file>',
    environment: 'FLINK_TUI_REST_TOKEN_FILE',
    fallback: undefined,
    fallbackNote: 'the token in FLINK_TUI_REST_TOKEN, if set',
    summary: 'File with a bearer token for the REST API',
    schema: nonEmpty,
    isFile: true,
  },
  {
    name: 'rest-login-file',
    flag: '--rest-login-file <file>',
    environment: 'FLINK_TUI_REST_LOGIN_FILE',
    fallback: undefined,
    fallbackNote: 'the username:password in FLINK_TUI_REST_LOGIN, if set',
    summary: 'File with username:password for HTTP basic authentication',
    schema: nonEmpty,
    isFile: true,
  },
  {
    name: 'rest-response-limit',
    flag: '--rest-response-limit <size>',
    environment: 'FLINK_TUI_REST_RESPONSE_LIMIT',
    fallback: '64MiB',
    summary: 'Maximum size of a REST response (default: 64MiB, enough for about 170,000 jobs)',
    schema: responseLimit,
  },
  {
    name: 'theme',
    flag: '--theme <theme>',
    environment: 'FLINK_TUI_THEME',
    fallback: 'auto',
    summary: 'Colour theme of the screen',
    schema: v.picklist(themeNames),
  },
  {
    name: 'color',
    flag: '--color',
    negation: '--no-color',
    negationSummary: 'Do not use colour',
    environment: 'FLINK_TUI_COLOR',
    fallback: 'auto',
    summary: 'Use colour (default: depends on the terminal, NO_COLOR and FORCE_COLOR)',
    schema: v.picklist(colorModes),
  },
  {
    name: 'unicode',
    flag: '--unicode',
    negation: '--no-unicode',
    negationSummary: 'Use ASCII characters only',
    environment: 'FLINK_TUI_UNICODE',
    fallback: 'auto',
    summary: 'Use non-ASCII characters (default: on if the locale uses UTF-8 or is not set)',
    schema: v.picklist(unicodeModes),
  },
  {
    name: 'mouse',
    flag: '--mouse',
    negation: '--no-mouse',
    negationSummary: 'Leave the mouse to the terminal',
    environment: 'FLINK_TUI_MOUSE',
    fallback: 'always',
    summary: 'Use the mouse on the screen (Shift-drag selects text)',
    schema: v.picklist(keepModes),
  },
  {
    name: 'keep-logs',
    flag: '--keep-logs',
    negation: '--no-keep-logs',
    negationSummary: 'Delete the log files on exit (default)',
    environment: 'FLINK_TUI_KEEP_LOGS',
    fallback: 'never',
    summary: 'Keep the log files on exit',
    schema: v.picklist(keepModes),
  },
  {
    name: 'log-space',
    flag: '--log-space <size>',
    environment: 'FLINK_TUI_LOG_SPACE',
    fallback: '2GiB',
    summary: 'Maximum disk space for log files (the oldest lines are dropped first)',
    schema: space,
  },
  {
    name: 'log-dir',
    flag: '--log-dir <directory>',
    environment: 'FLINK_TUI_LOG_DIR',
    fallback: undefined,
    fallbackNote: '$XDG_CACHE_HOME/flink-tui/logs, else ~/.cache/flink-tui/logs',
    summary: 'Directory for log files',
    schema: nonEmpty,
  },
  {
    name: 'journal-space',
    flag: '--journal-space <size>',
    environment: 'FLINK_TUI_JOURNAL_SPACE',
    fallback: '64MiB',
    summary: 'Maximum disk space for the journal of a cluster (the oldest entries are deleted first)',
    schema: sizeFrom(2 ** 20, 'a size of at least 1MiB, such as 64MiB or 1GiB'),
  },
  {
    name: 'forward-hosts',
    flag: '--forward-hosts <names>',
    environment: 'FLINK_TUI_FORWARD_HOSTS',
    fallback: undefined,
    fallbackNote: 'localhost and the listen address',
    summary: 'Additional host names that forwards accept, separated by commas (requests to other names get 403)',
    schema: hosts,
  },
  {
    name: 'remember-forwards',
    flag: '--remember-forwards <when>',
    environment: 'FLINK_TUI_REMEMBER_FORWARDS',
    fallback: 'never',
    summary:
      'When to reopen the forwards of the screen at the next attach. never: Do not reopen them. ask: Offer to reopen ' +
      'them. always: Reopen them, except forwards that other computers can reach.',
    schema: v.picklist(rememberModes),
  },
  {
    name: 'confirm',
    flag: '--confirm <when>',
    environment: 'FLINK_TUI_CONFIRM',
    fallback: 'destructive',
    summary:
      'When to ask for confirmation at a terminal. destructive: Ask before stopping a cluster, cancelling all jobs, ' +
      'deleting pods, ending an application cluster or changing the root log level. always: Ask before every change ' +
      'that needs confirmation on the screen.',
    schema: v.picklist(confirmModes),
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settingTable)[number]['name'];
