import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { findJobManager } from '../../src/session/rest/find-job-manager.ts';
import { eventually } from '../support/eventually.ts';
import { type Contract, type ContractTarget, waitOptions } from './contract.ts';

// Requests of `flink list`, `cancel`, `savepoint` and `stop` of Flink 2.3.0, recorded by a proxy behind
// `kubectl port-forward`. Each request, even a GET, has a body and its own connection.

const unknownJob = '0123456789abcdef0123456789abcdef';
const savepoint = { 'target-directory': null, 'cancel-job': false, formatType: 'CANONICAL', triggerId: null };
const stop = { targetDirectory: null, drain: false, formatType: 'CANONICAL', triggerId: null };
/** Fields of a job that Flink's client requires. */
const requiredJobFields = ['jid', 'name', 'start-time', 'end-time', 'duration', 'state', 'last-modification', 'tasks'];

export const flinkClientContracts: readonly Contract[] = [
  {
    name: 'flink list gets every required field of the job, and flink cancel cancels the job',
    check: async (target) => {
      const id = await runningJob(target);
      const job = await jobOf(target, id);
      for (const field of requiredJobFields) assert.ok(field in job, `${field} is missing in ${JSON.stringify(job)}`);
      assert.equal(job['end-time'], -1);
      const cancelled = await send(target, 'PATCH', `/v1/jobs/${id}?mode=cancel`);
      assert.deepEqual(cancelled, { status: 202, body: {} });
      await untilState(target, id, 'CANCELED');
    },
  },
  {
    name: 'flink savepoint and flink stop get the path of the savepoint',
    check: async (target) => {
      const id = await runningJob(target);
      for (const [path, body] of [
        ['savepoints', savepoint],
        ['stop', stop],
      ] as const) {
        const { location = '' } = await resultOf(
          target,
          id,
          await send(target, 'POST', `/v1/jobs/${id}/${path}`, body),
        );
        assert.match(location, new RegExp(`^\\w+:.*/savepoint-${id.slice(0, 6)}-[0-9a-f]{12}$`));
      }
      await untilState(target, id, 'FINISHED');
    },
  },
  {
    name: 'for an unknown job, flink cancel gets an error and flink savepoint a serialized Java exception',
    check: async (target) => {
      const cancelled = await send(target, 'PATCH', `/v1/jobs/${unknownJob}?mode=cancel`);
      assert.equal(cancelled.status, 404);
      assert.match(cancelled.body.errors[0], /Could not find Flink job/);
      const triggered = await send(target, 'POST', `/v1/jobs/${unknownJob}/savepoints`, savepoint);
      const { 'failure-cause': cause } = await resultOf(target, unknownJob, triggered);
      assert.equal(cause?.class, 'java.util.concurrent.CompletionException');
      // A Java object stream starts with this magic number.
      assert.equal(Buffer.from(cause?.['serialized-throwable'] ?? '', 'base64').readUInt32BE(), 0xaced_0005);
    },
  },
];

// biome-ignore lint/suspicious/noExplicitAny: the assertions check the JSON body
type Response = { readonly status: number; readonly body: any };
type Operation = {
  readonly location?: string;
  readonly 'failure-cause'?: { readonly class: string; readonly 'serialized-throwable': string };
};

async function send(target: ContractTarget, method: string, path: string, body: object = {}): Promise<Response> {
  const { kubernetes, namespace } = target;
  const { pod } = await findJobManager(kubernetes, target, AbortSignal.timeout(10_000));
  const connection = await kubernetes.forward({ namespace, pod, port: 8081 });
  const bytes = JSON.stringify(body);
  connection.write(
    `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:8081\r\nconnection: close\r\n` +
      `content-length: ${bytes.length}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${bytes}`,
  );
  const [head = '', responseBody = ''] = (await text(connection)).split('\r\n\r\n');
  assert.match(head, /^content-type: application\/json; charset=UTF-8$/im);
  return { status: Number(/^HTTP\/1\.1 (\d+) /.exec(head)?.[1]), body: JSON.parse(responseBody) };
}

async function jobOf(target: ContractTarget, id: string) {
  const { status, body } = await send(target, 'GET', '/v1/jobs/overview');
  assert.equal(status, 200);
  return body.jobs.find(({ jid }: { jid: string }) => jid === id);
}

const untilState = (target: ContractTarget, id: string, state: string) =>
  eventually(state, async () => (await jobOf(target, id))?.state === state, waitOptions);

async function runningJob(target: ContractTarget): Promise<string> {
  const id = await target.submit();
  const areAllRunning = ({ running, total }: { running: number; total: number }) => total > 0 && running === total;
  await eventually('all tasks to run', async () => areAllRunning((await jobOf(target, id)).tasks), waitOptions);
  return id;
}

/** Polls for the result of a savepoint, like Flink's client. */
async function resultOf(target: ContractTarget, job: string, { status, body }: Response): Promise<Operation> {
  assert.equal(status, 202);
  assert.match(body['request-id'], /^[0-9a-f]{32}$/);
  const poll = async () => {
    const response = await send(target, 'GET', `/v1/jobs/${job}/savepoints/${body['request-id']}`);
    assert.equal(response.status, 200);
    assert.deepEqual(Object.keys(response.body), ['status', 'operation']);
    if (response.body.status.id === 'COMPLETED') return response.body.operation as Operation;
    assert.deepEqual(response.body, { status: { id: 'IN_PROGRESS' }, operation: null });
    return undefined;
  };
  return eventually('the savepoint', poll, waitOptions);
}
