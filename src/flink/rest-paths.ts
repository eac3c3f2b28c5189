import type { MetricGroup, MetricScope } from './responses.ts';

// Paths of Flink's REST API.

export const jobPath = (id: string, rest = ''): string => `/jobs/${encodeURIComponent(id)}${rest}`;

export const vertexPath = (id: string, vertexId: string, rest = ''): string =>
  jobPath(id, `/vertices/${encodeURIComponent(vertexId)}${rest}`);

export const taskManagerPath = (id: string, rest: string): string => `/taskmanagers/${encodeURIComponent(id)}${rest}`;

export function metricsPath(scope: MetricScope): string {
  switch (scope.kind) {
    case 'job-manager':
      return '/jobmanager/metrics';
    case 'task-manager':
      return `/taskmanagers/${encodeURIComponent(scope.id)}/metrics`;
    case 'job':
      return jobPath(scope.jobId, '/metrics');
    case 'vertex':
      return vertexPath(scope.jobId, scope.vertexId, '/metrics');
    case 'subtasks':
      return vertexPath(scope.jobId, scope.vertexId, '/subtasks/metrics');
    case 'coordinators':
      return vertexPath(scope.jobId, scope.vertexId, '/jm-operator-metrics');
  }
}

/** The path and the first parameters of the metrics of a group. */
export function groupPath(group: MetricGroup): string {
  if (group.kind === 'subtasks')
    return vertexPath(group.jobId, group.vertexId, '/subtasks/metrics?agg=min,max,avg,sum');
  const filter = group.ids.length === 0 ? '' : `&taskmanagers=${group.ids.map(encodeURIComponent).join(',')}`;
  return `/taskmanagers/metrics?agg=min,max,avg,sum${filter}`;
}
