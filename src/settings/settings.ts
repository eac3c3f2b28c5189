import type {
  colorModes,
  confirmModes,
  keepModes,
  rememberModes,
  SettingName,
  themeNames,
  unicodeModes,
} from './setting-table.ts';

/** What was chosen, checked; undefined where nothing was and there is no default. */
export type Settings = {
  readonly namespace: string | undefined;
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly 'rest-url': string | undefined;
  readonly 'rest-ca': string | undefined;
  readonly 'rest-cert': string | undefined;
  readonly 'rest-key': string | undefined;
  readonly 'rest-token-file': string | undefined;
  readonly 'rest-login-file': string | undefined;
  /** A size, `64MiB`. */
  readonly 'rest-answer-limit': string;
  readonly theme: (typeof themeNames)[number];
  readonly color: (typeof colorModes)[number];
  readonly unicode: (typeof unicodeModes)[number];
  readonly 'keep-logs': (typeof keepModes)[number];
  /** A size, `2GiB`. */
  readonly 'log-space': string;
  readonly 'log-folder': string | undefined;
  /** Names with commas between. */
  readonly 'forward-hosts': string | undefined;
  readonly 'remember-forwards': (typeof rememberModes)[number];
  /** When a command at a terminal without the screen asks before it acts. */
  readonly confirm: (typeof confirmModes)[number];
};

/** Where a value came from: by which kind of place, and which exactly (`--theme`, `FLINK_TUI_THEME`, a file's path). */
export type Origin = {
  readonly kind: 'flag' | 'environment' | 'config file' | 'default';
  readonly name: string;
};

/** Where to change a value: `--theme`, `FLINK_TUI_THEME`, `theme in FILE`. */
export function placeOf(setting: SettingName, { kind, name }: Origin): string {
  return kind === 'config file' ? `${setting} in ${name}` : name;
}

export type ReadSettings = {
  readonly settings: Settings;
  readonly origins: { readonly [Name in SettingName]: Origin };
};

/** A value that may not be, named with its place; the message is a sentence, a hint a line. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[] = [], options?: { readonly cause?: unknown }) {
    super(message, options);
    this.hints = hints;
  }
}
