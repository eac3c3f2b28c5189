import { stackTrace } from '../logs/stack-trace.ts';
import { randomHex } from '../random.ts';
import { savepointDirectory } from '../settings.ts';
import { handlerError } from './rest-error.ts';
import type { RestContext, RestResponse } from './route.ts';
import { serializedThrowable } from './serialized-throwable.ts';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

// Flink names the directory field differently in the two requests.
export const triggerSavepoint = (context: RestContext) => trigger(context, 'target-directory', false);
export const stopWithSavepoint = (context: RestContext) => trigger(context, 'targetDirectory', true);

function trigger(
  { settings, jobManager, params, body }: RestContext,
  directoryField: string,
  isStop: boolean,
): RestResponse {
  const requestedDirectory = textOf(body[directoryField]);
  if (requestedDirectory === undefined && !settings.hasSavepointDirectory) {
    const missing = 'Config key [execution.checkpointing.savepoint-dir] is not set.';
    throw handlerError(400, `${missing} Property [${directoryField}] must be provided.`);
  }
  const triggerId = textOf(body.triggerId) ?? randomHex(32);
  jobManager.savepoint(params.jobid ?? '', triggerId, {
    directory: requestedDirectory ?? savepointDirectory,
    format: body.formatType === 'NATIVE' ? 'NATIVE' : 'CANONICAL',
    isStop,
  });
  return { status: 202, json: { 'request-id': triggerId } };
}

export function savepointStatus({ jobManager, params }: RestContext): RestResponse {
  const { jobid = '', triggerid = '' } = params;
  const operation = jobManager.savepointOperation(jobid, triggerid);
  if (!operation) {
    throw handlerError(404, `There is no savepoint operation with triggerId=${triggerid} for job ${jobid}.`);
  }
  const { outcome } = operation;
  if (!outcome) return { json: { status: { id: 'IN_PROGRESS' }, operation: null } };
  if (outcome.ok) return { json: { status: { id: 'COMPLETED' }, operation: { location: outcome.path } } };
  const wrapper = {
    className: 'java.util.concurrent.CompletionException',
    message: `${outcome.thrown.className}: ${outcome.thrown.message}`,
    frames: ['java.base/java.util.concurrent.CompletableFuture.encodeRelay(CompletableFuture.java:368)'],
    cause: outcome.thrown,
  };
  const trace = stackTrace(wrapper).join('\n');
  const cause = {
    class: wrapper.className,
    'stack-trace': `${trace}\n`,
    'serialized-throwable': serializedThrowable(trace),
  };
  return { json: { status: { id: 'COMPLETED' }, operation: { 'failure-cause': cause } } };
}
