import type { ForwardTarget } from './forward.ts';

/** `the Web UI`, `port 9249 of the leading JobManager`, `port 9249 of my-first-flink-cluster-taskmanager-1-1` */
export function describeForwardTarget(target: ForwardTarget): string {
  switch (target.kind) {
    case 'web-ui':
      return 'the Web UI';
    case 'job-manager':
      return `port ${target.port} of the leading JobManager`;
    case 'pod':
      return `port ${target.port} of ${target.pod}`;
  }
}
