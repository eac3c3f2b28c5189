import { isTerminal, type JobState } from '../jobs/job.ts';
import { jvmOptions } from '../logs/start-up.ts';
import { flinkCommit, flinkCommitDate, isFlink1, loggingBackend } from '../settings.ts';
import type { RestContext } from './route.ts';

const refreshIntervalMs = 3000;

export function clusterOverview({ settings, jobManager }: RestContext) {
  const taskManagers = jobManager.taskManagers.registered();
  const slots = taskManagers.flatMap((taskManager) => taskManager.slots);
  const jobs = jobManager.jobs();
  const inState = (state: JobState) => jobs.filter((job) => job.state === state).length;
  return {
    taskmanagers: taskManagers.length,
    'slots-total': slots.length,
    'slots-available': slots.filter(({ jobId }) => jobId === undefined).length,
    'jobs-running': jobs.filter((job) => !isTerminal(job)).length,
    'jobs-finished': inState('FINISHED'),
    'jobs-cancelled': inState('CANCELED'),
    'jobs-failed': inState('FAILED'),
    'flink-version': settings.flinkVersion,
    'flink-commit': flinkCommit(settings),
  };
}

export function dashboardConfig({ settings }: RestContext) {
  return {
    'refresh-interval': refreshIntervalMs,
    'timezone-name': 'Coordinated Universal Time',
    'timezone-offset': 0,
    'flink-version': settings.flinkVersion,
    'flink-revision': `${flinkCommit(settings)} @ ${flinkCommitDate(settings)}`,
    features: {
      'web-submit': true,
      // The Flink Kubernetes Operator sets `web.cancel.enable: false`.
      'web-cancel': !settings.operatorOwned,
      'web-rescale': false,
      'web-history': false,
    },
  };
}

const hiddenValue = '******';
/** The keys that Flink's `GlobalConfiguration` masks, as far as the demo has them. */
const isSensitive = (key: string): boolean => /password|secret/.test(key);

export const jobManagerConfig = ({ options }: RestContext) =>
  [...options].map(([key, value]) => ({ key, value: isSensitive(key) ? hiddenValue : value }));

export function jobManagerEnvironment({ settings, pod }: RestContext) {
  const { flinkVersion } = settings;
  const log4j = isFlink1(settings) ? '2.24.3' : '2.25.3';
  return {
    jvm: {
      version: 'OpenJDK 64-Bit Server VM - Eclipse Adoptium - 17/17.0.16+8',
      arch: 'amd64',
      options: jvmOptions(settings, 'jobmanager', pod.name),
    },
    classpath: [
      `/opt/flink/lib/flink-cep-${flinkVersion}.jar`,
      `/opt/flink/lib/flink-connector-files-${flinkVersion}.jar`,
      `/opt/flink/lib/flink-json-${flinkVersion}.jar`,
      `/opt/flink/lib/flink-table-planner-loader-${flinkVersion}.jar`,
      `/opt/flink/lib/flink-table-runtime-${flinkVersion}.jar`,
      `/opt/flink/lib/log4j-1.2-api-${log4j}.jar`,
      `/opt/flink/lib/log4j-api-${log4j}.jar`,
      `/opt/flink/lib/log4j-core-${log4j}.jar`,
      ...(loggingBackend(settings) === 'logback'
        ? ['/opt/flink/lib/logback-classic-1.2.13.jar', '/opt/flink/lib/logback-core-1.2.13.jar']
        : [`/opt/flink/lib/log4j-slf4j-impl-${log4j}.jar`]),
      `/opt/flink/lib/flink-dist-${flinkVersion}.jar`,
    ],
  };
}
