import type { Screen } from '../state/screen.ts';
import type { DescribedKey } from './binding.ts';
import type { Key } from './decode.ts';

/** A key of what lies over the panes: one record, as a Binding is of the panes. */
export type LayerBinding<Subject> = DescribedKey & {
  /** For the footer, as a Binding's. */
  readonly hint?: string | ((subject: Subject) => string);
  /** Whether it means this now; always if not given. */
  readonly when?: (subject: Subject) => boolean;
  /** `ink`: the component that Ink runs gets it. `typed`: no key, but a text that means something. */
  readonly run: 'ink' | 'typed' | ((screen: Screen, subject: Subject, key: Key) => void);
};

/** What the keys mean in a layer: its dispatch, its footer, and its section of the help and docs/keys.md. */
export type LayerKeys<Subject> = {
  /** With the keys that open it. */
  readonly title: string;
  readonly keys: readonly LayerBinding<Subject>[];
  /** What every other key does, where text is typed. */
  readonly edit?: (screen: Screen, subject: Subject, key: Key) => void;
  /** Whether it is typed now; always if not given and there is an `edit`. */
  readonly takesText?: (subject: Subject) => boolean;
};

export function takesText<Subject>({ edit, takesText }: LayerKeys<Subject>, subject: Subject): boolean {
  return edit !== undefined && (takesText?.(subject) ?? true);
}

export function activeKeys<Subject>({ keys }: LayerKeys<Subject>, subject: Subject): readonly LayerBinding<Subject>[] {
  return keys.filter(({ when }) => when?.(subject) ?? true);
}
