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

/** Builds the filter from the options; undefined without filter options. Reads the tasks of `--job` from Flink. */
export async function readLogFilter(
  input: Input,
  flink: FlinkRest,
  signal: AbortSignal,
): Promise<LogFilter | undefined> {
  const level = textOption(input, 'level');
  const jobSelector = textOption(input, 'job');
  const texts = [
    ...textOptions(input, 'grep').map(readPattern),
    ...textOptions(input, 'exclude').map((pattern) => ({ ...readPattern(pattern), isNegated: true })),
  ];
  const filter = { level: isLogLevel(level) ? level : undefined, texts, loggers: textOptions(input, 'logger') };
  checkPatterns({ ...filter, job: undefined });
  const job = jobSelector === undefined ? undefined : await findJob(jobSelector, flink, signal);
  const isEmpty = filter.level === undefined && texts.length === 0 && filter.loggers.length === 0;
  return isEmpty && job === undefined ? undefined : { ...filter, job };
}

/** Parses `text`, `/regex/` or `~regex`, each with an optional leading `!`. */
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

/** Finds the id and task names of a job. A full id is enough if Flink does not know the job or does not respond. */
async function findJob(selector: string, flink: FlinkRest, signal: AbortSignal): Promise<LogFilter['job']> {
  const isFullId = /^[0-9a-f]{32}$/i.test(selector);
  try {
    const { id } = selectJob(await flink.jobs(signal), selector);
    const { name, vertices } = await flink.job(id, signal);
    return { id, names: [name, ...vertices.map((vertex) => vertex.name)] };
  } catch (error) {
    if (isFullId && (error instanceof FlinkError || error instanceof CommandError)) {
      return { id: selector.toLowerCase(), names: [] };
    }
    throw error;
  }
}
