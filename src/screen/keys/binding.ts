import type { PaneName } from '../layout.ts';
import type { Screen } from '../store/screen.ts';
import type { ScreenState } from '../store/screen-state.ts';

/** Where a key means what its binding says. */
export type Place = PaneName | 'any';

/** What the help and docs/keys.md say of a key. */
export type DescribedKey = {
  /** Any of these keys, the first one is shown in the footer. */
  readonly keys: readonly string[];
  /** How they are shown, where that is not one by one. */
  readonly shown?: readonly string[];
  readonly help: string;
};

/** One record a key: the dispatcher, the footer, the help and docs/keys.md are read off it. */
export type Binding = DescribedKey & {
  readonly place: Place;
  /** One or two words for the footer; without them it is in the help only. */
  readonly hint?: string;
  /** The hint stands at the right end of the footer, in every pane. */
  readonly isLasting?: true;
  /** true, or the sentence that says why not. */
  readonly available?: (state: ScreenState) => true | string;
  readonly run: (screen: Screen) => void;
};
