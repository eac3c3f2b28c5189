/** Tokens name a meaning, not a position. Every meaning is also visible as text or a symbol. */
export const tokens = [
  'muted',
  'strong',
  'border',
  'border.focus',
  'border.danger',
  'title',
  'title.focus',
  'title.danger',
  'key',
  'selection',
  'selection.inactive',
  'cursor',
  'banner',
  'ok',
  'busy',
  'warning',
  'error',
  'gone',
  'diff.added',
  'diff.removed',
  'log.time',
  'log.logger',
  'log.debug',
  'log.warn',
  'log.error',
  'log.exception',
  'log.frame',
  'log.gap',
  'log.match',
  'log.source.1',
  'log.source.2',
  'log.source.3',
  'log.source.4',
  'log.source.5',
  'log.source.6',
  'job.1',
  'job.2',
  'job.3',
  'job.4',
  'job.5',
  'job.6',
] as const;
export type Token = (typeof tokens)[number];

/** A colour is one of the 16 ANSI names, `#rrggbb`, or a name in the palette of the theme. */
export type TokenStyle = {
  readonly fg?: string;
  readonly bg?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
};

/** The content of a file in themes/. */
export type ThemeFile = {
  readonly summary: string;
  readonly palette?: { readonly [name: string]: string };
  readonly tokens: { readonly [Name in Token]: TokenStyle };
};

export type Paint = (text: string) => string;

/** A theme compiled for the terminal: a paint function for every token. */
export type Theme = { readonly [Name in Token]: Paint };
