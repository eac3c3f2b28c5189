import type {
  colorModes,
  confirmModes,
  keepModes,
  rememberModes,
  SettingName,
  themeNames,
  unicodeModes,
} from './setting-table.ts';

/** Validated settings; undefined if unset and without a default. */
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
  readonly 'rest-response-limit': string;
  readonly theme: (typeof themeNames)[number];
  readonly color: (typeof colorModes)[number];
  readonly unicode: (typeof unicodeModes)[number];
  readonly mouse: (typeof keepModes)[number];
  readonly 'keep-logs': (typeof keepModes)[number];
  /** A size, `2GiB`. */
  readonly 'log-space': string;
  readonly 'log-dir': string | undefined;
  /** A size, `64MiB`. */
  readonly 'journal-space': string;
  /** Host names separated by commas. */
  readonly 'forward-hosts': string | undefined;
  readonly 'remember-forwards': (typeof rememberModes)[number];
  /** Changes that require confirmation at a terminal. */
  readonly confirm: (typeof confirmModes)[number];
};

/** Source of a value: its kind and its exact name (`--theme`, `FLINK_TUI_THEME`, a file's path). */
export type Origin = {
  readonly kind: 'flag' | 'environment' | 'config file' | 'default';
  readonly name: string;
};

/** Returns the name of a value's source for messages: `--theme`, `FLINK_TUI_THEME`, `theme in FILE`. */
export function sourceOf(setting: SettingName, { kind, name }: Origin): string {
  return kind === 'config file' ? `${setting} in ${name}` : name;
}

/** Keys of one action in the config file. */
export type ConfiguredKeys = {
  readonly action: string;
  /** As written; an empty list removes the keys of the action. */
  readonly keys: readonly string[];
  /** From 1. */
  readonly line: number;
};

/** The keys in a config file, in its order. */
export type KeySettings = { readonly path: string; readonly actions: readonly ConfiguredKeys[] };

export type ReadSettings = {
  readonly keys: KeySettings;
  readonly settings: Settings;
  readonly origins: { readonly [Name in SettingName]: Origin };
};

/** An invalid setting. The message names the source of the value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  /** Each hint is one line. */
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[] = [], options?: { readonly cause?: unknown }) {
    super(message, options);
    this.hints = hints;
  }
}

/** Splits `forward-hosts` into names. */
export function forwardHosts(settings: Pick<Settings, 'forward-hosts'>): readonly string[] {
  return settings['forward-hosts']?.split(',').map((name) => name.trim()) ?? [];
}
