import { utcTime } from '../../../text/utc-time.ts';
import type { DemoObject } from '../../contracts.ts';

export type EventSource = 'kubelet' | 'default-scheduler' | 'replicaset-controller' | 'deployment-controller';

const warnings = new Set(['BackOff', 'FailedMount', 'FailedScheduling']);

/**
 * Creates an event of a Kubernetes component. The scheduler uses the newer Events API, which has no count. `order` orders
 * the events of a millisecond: their names end with the time in nanoseconds.
 */
export function event(
  subject: DemoObject,
  source: EventSource,
  reason: string,
  message: string,
  options: { readonly at: number; readonly order: number; readonly nodeName?: string; readonly fieldPath?: string },
): DemoObject {
  const { at, order, nodeName, fieldPath } = options;
  const { name, namespace, uid, resourceVersion } = subject.metadata;
  const timestamp = utcTime(at);
  const isFromScheduler = source === 'default-scheduler';
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${hexNanoseconds(at, order)}`, ...(namespace !== undefined && { namespace }) },
    involvedObject: {
      apiVersion: subject.apiVersion,
      kind: subject.kind,
      name,
      namespace,
      resourceVersion,
      uid,
      ...(fieldPath !== undefined && { fieldPath }),
    },
    reason,
    message,
    type: warnings.has(reason) ? 'Warning' : 'Normal',
    reportingComponent: source,
    reportingInstance: nodeName ?? (isFromScheduler ? `${source}-demo` : ''),
    ...(isFromScheduler
      ? {
          action: reason === 'FailedScheduling' ? 'Scheduling' : 'Binding',
          eventTime: `${new Date(at).toISOString().slice(0, -1)}000Z`,
          firstTimestamp: null,
          lastTimestamp: null,
          source: {},
        }
      : {
          count: 1,
          eventTime: null,
          firstTimestamp: timestamp,
          lastTimestamp: timestamp,
          source: { component: source, ...(nodeName !== undefined && { host: nodeName }) },
        }),
  };
}

function hexNanoseconds(at: number, order: number): string {
  return (BigInt(Math.floor(at)) * 1_000_000n + BigInt(order % 1_000_000)).toString(16);
}
