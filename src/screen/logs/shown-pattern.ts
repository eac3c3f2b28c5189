import { textPattern } from '../../logs/text-pattern.ts';
import { typedText } from '../../logs/typed-text.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** What is highlighted: the search that is being typed, else the one that was. */
export function shownPattern({ layers, logs }: ScreenState): RegExp | undefined {
  const layer = layers.at(-1);
  if (layer?.kind !== 'log-prompt' || layer.purpose !== 'search' || layer.line.text === '') return logs.search?.pattern;
  return patternOf(layer.line.text);
}

/** What is half typed may be no regular expression yet. */
const patternOf = rememberLast((typed: string): RegExp | undefined => {
  try {
    return textPattern(typedText(typed));
  } catch {
    return undefined;
  }
});
