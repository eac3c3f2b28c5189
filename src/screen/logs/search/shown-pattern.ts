import { compileTextPattern } from '../../../logs/text-pattern.ts';
import { parseTypedText } from '../../../logs/text-pattern.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { ownOfTop } from '../../state/layers.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { LogPrompt } from '../prompt/open-log-prompt.ts';

/** What is highlighted: the search that is being typed, else the one that was. */
export function shownPattern(state: ScreenState): RegExp | undefined {
  const prompt = ownOfTop<LogPrompt>(state, 'log-prompt');
  if (prompt?.purpose !== 'search' || prompt.line.text === '') return state.logs.search?.pattern;
  return patternOf(prompt.line.text);
}

/** What is half typed may be no regular expression yet. */
const patternOf = rememberLast((typed: string): RegExp | undefined => {
  try {
    return compileTextPattern(parseTypedText(typed));
  } catch {
    return undefined;
  }
});
