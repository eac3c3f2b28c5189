import * as v from 'valibot';
import { parseSize } from '../text/parse-size.ts';

const aNamespace = 'a namespace: lower-case letters, digits and dashes';
const namespace = v.pipe(v.string(aNamespace), v.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, aNamespace));
const aUrl = 'a URL that begins with http:// or https://';
const httpUrl = v.pipe(
  v.string(aUrl),
  v.check((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), aUrl),
);
const word = v.pipe(
  v.string('a word'),
  v.check((text) => text.trim() !== '', 'a word'),
);

/** Less is filled within a second by a log that is flooded. */
const smallestSpace = 16 * 2 ** 20;
const space = sizeFrom(smallestSpace, 'a size such as 512MiB or 2GiB, and 16MiB at least');
const answerLimit = sizeFrom(2 ** 20, 'a size such as 64MiB or 1GiB, and 1MiB at least');

function sizeFrom(leastBytes: number, description: string) {
  return v.pipe(
    v.string(description),
    v.check((text) => (parseSize(text) ?? 0) >= leastBytes, description),
  );
}

const someHosts = 'host names without a port, as in flink.example.com,*.dev.example.com, or * for every name';
const hosts = v.pipe(
  v.string(someHosts),
  v.check(
    (text) => text.split(',').every((host) => /^(\*|(\*\.)?[\w-]+(\.[\w-]+)*|\[[\da-fA-F:]+\])$/.test(host.trim())),
    someHosts,
  ),
);

export const keepModes = ['always', 'never'] as const;
export const colorModes = ['auto', 'always', 'never'] as const;
export const unicodeModes = ['auto', 'always', 'never'] as const;
/** `auto` is `terminal`; the others are the files of themes/. */
export const themeNames = ['auto', 'terminal', 'dark', 'light', 'high-contrast', 'mono'] as const;

export const confirmModes = ['destructive', 'always'] as const;
export const rememberModes = ['never', 'ask', 'always'] as const;

/** How one setting is written at each place, and what may be its value. */
export type Setting = {
  /** As in the config file. */
  readonly name: string;
  /** As commander reads it. */
  readonly flag: string;
  /** The flag is a switch, and this one its opposite: they mean `always` and `never`. */
  readonly negation?: string;
  readonly environment: string;
  readonly fallback: string | undefined;
  /** What the fallback means where it is not a value. */
  readonly fallbackNote?: string;
  readonly summary: string;
  /** What a shell completes its value to. */
  readonly completes?: 'context' | 'namespace';
  readonly schema: v.GenericSchema<string>;
  /** Names a file to read: one that is missing is refused at the start. */
  readonly isFile?: true;
};

/**
 * Every setting there is: flags, environment, config file and docs/settings.md are read off this table.
 * The names FLINK_TUI_USERNAME, _PASSWORD, _BEARER_TOKEN, _CA_CERT, _CLIENT_CERT, _CLIENT_KEY and FLINK_TUI_SQL_…
 * belong to another program of the same name and are not to be used here.
 */
export const settingTable = [
  {
    name: 'namespace',
    flag: '-n, --namespace <namespace>',
    environment: 'FLINK_TUI_NAMESPACE',
    fallback: undefined,
    fallbackNote: "the context's own, else default",
    summary: 'namespace of the session cluster',
    completes: 'namespace',
    schema: namespace,
  },
  {
    name: 'context',
    flag: '--context <context>',
    environment: 'FLINK_TUI_CONTEXT',
    fallback: undefined,
    fallbackNote: "the kubeconfig's current one",
    summary: 'context of the kubeconfig',
    completes: 'context',
    schema: word,
  },
  {
    name: 'kubeconfig',
    flag: '--kubeconfig <file>',
    environment: 'KUBECONFIG',
    fallback: undefined,
    fallbackNote: '~/.kube/config, else the service account of the pod that it runs in',
    summary: 'kubeconfig file; KUBECONFIG may name several',
    schema: word,
    isFile: true,
  },
  {
    name: 'rest-url',
    flag: '--rest-url <url>',
    environment: 'FLINK_TUI_REST_URL',
    fallback: undefined,
    fallbackNote: 'reached through the API server',
    summary: "URL of Flink's REST API, to go there directly",
    schema: httpUrl,
  },
  {
    name: 'rest-ca',
    flag: '--rest-ca <file>',
    environment: 'FLINK_TUI_REST_CA',
    fallback: undefined,
    fallbackNote: 'the authorities that Node trusts',
    summary: "PEM file with what to trust of Flink's REST API: an authority, or its own certificate",
    schema: word,
    isFile: true,
  },
  {
    name: 'rest-cert',
    flag: '--rest-cert <file>',
    environment: 'FLINK_TUI_REST_CERT',
    fallback: undefined,
    fallbackNote: 'none',
    summary: 'PEM file with the client certificate for mutual TLS',
    schema: word,
    isFile: true,
  },
  {
    name: 'rest-key',
    flag: '--rest-key <file>',
    environment: 'FLINK_TUI_REST_KEY',
    fallback: undefined,
    fallbackNote: 'the file of rest-cert',
    summary: "PEM file with the client certificate's key",
    schema: word,
    isFile: true,
  },
  {
    name: 'rest-token-file',
    flag: '--rest-token-file <file>',
    environment: 'FLINK_TUI_REST_TOKEN_FILE',
    fallback: undefined,
    fallbackNote: 'the token in FLINK_TUI_REST_TOKEN, if there is one',
    summary: 'file with a bearer token, where something guards the REST API',
    schema: word,
    isFile: true,
  },
  {
    name: 'rest-login-file',
    flag: '--rest-login-file <file>',
    environment: 'FLINK_TUI_REST_LOGIN_FILE',
    fallback: undefined,
    fallbackNote: 'the name:password in FLINK_TUI_REST_LOGIN, if there is one',
    summary: 'file with name:password, for HTTP basic authentication',
    schema: word,
    isFile: true,
  },
  {
    name: 'rest-answer-limit',
    flag: '--rest-answer-limit <size>',
    environment: 'FLINK_TUI_REST_ANSWER_LIMIT',
    fallback: '64MiB',
    summary: "the largest answer of Flink's REST API to read; about 170,000 jobs fit in 64MiB",
    schema: answerLimit,
  },
  {
    name: 'theme',
    flag: '--theme <theme>',
    environment: 'FLINK_TUI_THEME',
    fallback: 'auto',
    summary: 'colours of the screen',
    schema: v.picklist(themeNames),
  },
  {
    name: 'color',
    flag: '--color',
    negation: '--no-color',
    environment: 'FLINK_TUI_COLOR',
    fallback: 'auto',
    summary: 'colours; if not said, the terminal, NO_COLOR and FORCE_COLOR are asked',
    schema: v.picklist(colorModes),
  },
  {
    name: 'unicode',
    flag: '--unicode',
    negation: '--no-unicode',
    environment: 'FLINK_TUI_UNICODE',
    fallback: 'auto',
    summary:
      'When to use characters beyond ASCII. auto: if the first of LC_ALL, LC_CTYPE and LANG that is set names UTF-8, or none is set',
    schema: v.picklist(unicodeModes),
  },
  {
    name: 'keep-logs',
    flag: '--keep-logs',
    negation: '--no-keep-logs',
    environment: 'FLINK_TUI_KEEP_LOGS',
    fallback: 'never',
    summary: 'whether the logs that an attached flink-tui has read stay as files when it ends',
    schema: v.picklist(keepModes),
  },
  {
    name: 'log-space',
    flag: '--log-space <size>',
    environment: 'FLINK_TUI_LOG_SPACE',
    fallback: '2GiB',
    summary: 'room for these files; the oldest lines go first',
    schema: space,
  },
  {
    name: 'log-folder',
    flag: '--log-folder <folder>',
    environment: 'FLINK_TUI_LOG_FOLDER',
    fallback: undefined,
    fallbackNote: '$XDG_CACHE_HOME/flink-tui/logs, else ~/.cache/flink-tui/logs',
    summary: 'where these files lie',
    schema: word,
  },
  {
    name: 'forward-hosts',
    flag: '--forward-hosts <names>',
    environment: 'FLINK_TUI_FORWARD_HOSTS',
    fallback: undefined,
    fallbackNote: 'localhost, and the address that the forward listens on',
    summary: 'more host names that forwards answer to, with commas between; others get 403',
    schema: hosts,
  },
  {
    name: 'remember-forwards',
    flag: '--remember-forwards <when>',
    environment: 'FLINK_TUI_REMEMBER_FORWARDS',
    fallback: 'never',
    summary:
      'whether the forwards of the screen are offered at the next attach (ask), or opened again at once (always), those apart that others can reach',
    schema: v.picklist(rememberModes),
  },
  {
    name: 'confirm',
    flag: '--confirm <when>',
    environment: 'FLINK_TUI_CONFIRM',
    fallback: 'destructive',
    summary:
      'when a command that is typed into a terminal asks first: before it stops a cluster, cancels all jobs, ends an ' +
      'application cluster or changes the root log level (destructive), or before every change that the screen asks ' +
      'about (always)',
    schema: v.picklist(confirmModes),
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settingTable)[number]['name'];
