import type { Clock } from '../clock.ts';
import { handlerError, serverError } from '../rest/rest-error.ts';
import type { RestContext, RestResponse } from '../rest/route.ts';
import type { TaskManager } from '../slots/task-manager.ts';

/** `rest.profiling.duration-max` and `rest.profiling.history-size` */
const maxSeconds = 300;
const maxRuns = 10;
const modes: readonly unknown[] = ['CPU', 'ALLOC', 'LOCK', 'WALL', 'ITIMER'];

type Run = { readonly mode: string; readonly duration: number; readonly triggerTime: number };
const runs = new WeakMap<TaskManager, Run[]>();

export function startProfiler(taskManager: TaskManager, { body, clock }: RestContext) {
  const { mode, duration } = body;
  if (typeof mode !== 'string' || !modes.includes(mode)) throw handlerError(400, 'Bad request received.');
  if (typeof duration !== 'number' || duration <= 0 || duration > maxSeconds) {
    throw serverError({
      className: 'java.lang.IllegalArgumentException',
      message: `\`duration\` must be set between (0s, ${maxSeconds}s].`,
      frames: [],
    });
  }
  const known = runs.get(taskManager) ?? [];
  const [newest] = known;
  if (newest !== undefined && isRunning(newest, clock)) {
    const message = `${taskManager.id} is still under profiling.`;
    throw serverError({ className: 'java.lang.IllegalStateException', message, frames: [] });
  }
  const run = { mode, duration, triggerTime: Math.floor(clock.now()) };
  runs.set(taskManager, [run, ...known].slice(0, maxRuns));
  return infoOf(taskManager, run, clock);
}

export const profilerRuns = (taskManager: TaskManager, { clock }: RestContext) => ({
  profilingList: (runs.get(taskManager) ?? []).map((run) => infoOf(taskManager, run, clock)),
});

function infoOf(taskManager: TaskManager, run: Run, clock: Clock) {
  if (isRunning(run, clock)) {
    return { ...run, status: 'RUNNING', finishedTime: null, message: null, outputFile: null };
  }
  return {
    ...run,
    status: 'FINISHED',
    finishedTime: Math.floor(run.triggerTime + clock.toEpochMs(run.duration * 1000)),
    message: 'Profiling Successful',
    outputFile: fileOf(taskManager, run),
  };
}

const isRunning = ({ triggerTime, duration }: Run, clock: Clock): boolean =>
  clock.elapsed(triggerTime) < duration * 1000;

export function profilerResult(taskManager: TaskManager, { params }: RestContext): RestResponse {
  const run = runs.get(taskManager)?.find((known) => fileOf(taskManager, known) === params.file);
  if (run === undefined) throw handlerError(404, `The file ${params.file} does not exist on the TaskExecutor.`);
  return { html: `<!DOCTYPE html>\n<html><body><h1>${run.mode} profile of ${taskManager.id}</h1></body></html>\n` };
}

const fileOf = ({ id }: TaskManager, { mode, triggerTime }: Run): string =>
  `${id}_${mode}_${new Date(triggerTime).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '_')}.html`;
