import { FlinkError } from '../../flink/error.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import type { LogFilter, TextFilter } from '../../logs/log-filter.ts';
import { LogFilterError } from '../../logs/log-filter.ts';
import { createEventMatcher } from '../../logs/match-event.ts';
import { parseTypedText } from '../../logs/text-pattern.ts';
import { selectJob } from '../job/job-selector.ts';
import type { Input } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { textOption, textOptions } from '../record/shared-options.ts';
import { isLogLevel } from './log-options.ts';

/** What the options ask of events; undefined if that is nothing. Flink is asked for the tasks of `--job`. */
export async function readLogFilter(
  input: Input,
  flink: FlinkRest,
  signal: AbortSignal,
): Promise<LogFilter | undefined> {
  const level = textOption(input, 'level');
  const word = textOption(input, 'job');
  const texts = [
    ...textOptions(input, 'grep').map(readPattern),
    ...textOptions(input, 'exclude').map((pattern) => ({ ...readPattern(pattern), isNegated: true })),
  ];
  const filter = { level: isLogLevel(level) ? level : undefined, texts, loggers: textOptions(input, 'logger') };
  checkPatterns({ ...filter, job: undefined });
  const job = word === undefined ? undefined : await findJob(word, flink, signal);
  const asksNothing = filter.level === undefined && texts.length === 0 && filter.loggers.length === 0;
  return asksNothing && job === undefined ? undefined : { ...filter, job };
}

/** `text`, `/regex/` or `~regex`, and any of them with a ! before it. */
function readPattern(pattern: string): TextFilter {
  const isNegated = pattern.length > 1 && pattern.startsWith('!');
  return { ...parseTypedText(isNegated ? pattern.slice(1) : pattern), isNegated };
}

function checkPatterns(filter: LogFilter): void {
  try {
    createEventMatcher(filter);
  } catch (error) {
    if (!(error instanceof LogFilterError)) throw error;
    throw new CommandError(exitCodes.usage, error.message, [], { cause: error });
  }
}

/** Flink forgets jobs, and may not answer: an id is enough to look for, the names of tasks find more. */
async function findJob(word: string, flink: FlinkRest, signal: AbortSignal): Promise<LogFilter['job']> {
  const isWholeId = /^[0-9a-f]{32}$/i.test(word);
  try {
    const { id } = selectJob(await flink.jobs(signal), word);
    const { name, vertices } = await flink.job(id, signal);
    return { id, names: [name, ...vertices.map((vertex) => vertex.name)] };
  } catch (error) {
    if (isWholeId && (error instanceof FlinkError || error instanceof CommandError)) {
      return { id: word.toLowerCase(), names: [] };
    }
    throw error;
  }
}
