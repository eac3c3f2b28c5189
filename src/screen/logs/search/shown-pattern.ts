import { compileTextPattern, parseTypedText } from '../../../logs/text-pattern.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { topViewState } from '../../state/layers.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { LogPrompt } from '../prompt/open-log-prompt.ts';

/** Returns the pattern to highlight: from the search input while it is open, otherwise from the active search. */
export function shownPattern(state: ScreenState): RegExp | undefined {
  const prompt = topViewState<LogPrompt>(state, 'log-prompt');
  if (prompt?.purpose !== 'search' || prompt.line.text === '') return state.logs.search?.pattern;
  return patternOf(prompt.line.text);
}

/** Returns undefined for an invalid regular expression, which the user may still be typing. */
const patternOf = rememberLast((text: string): RegExp | undefined => {
  try {
    return compileTextPattern(parseTypedText(text));
  } catch {
    return undefined;
  }
});
