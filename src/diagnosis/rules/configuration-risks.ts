import { configuredStrategy, isNoRestart } from '../../session/jobs/restart-strategy.ts';
import type { ClusterEvidence } from '../evidence.ts';
import type { ClusterRule } from '../rule.ts';

type Risk = {
  readonly applies: (evidence: ClusterEvidence, options: ReadonlyMap<string, string>) => boolean;
  readonly text: string;
  readonly evidence: string;
  readonly next: string;
};

const hasAny = (options: ReadonlyMap<string, string>, ...keys: readonly string[]): boolean =>
  keys.some((key) => (options.get(key) ?? '') !== '');

const risks: readonly Risk[] = [
  {
    applies: ({ snapshot }) => !snapshot.highAvailability && snapshot.mode !== 'application',
    text: 'High availability is off: if the JobManager restarts, all jobs are lost',
    evidence: 'high-availability.type is not set',
    next: 'Set high-availability.type: kubernetes and high-availability.storageDir',
  },
  {
    applies: (_, options) => !hasAny(options, 'execution.checkpointing.savepoint-dir', 'state.savepoints.dir'),
    text: 'No savepoint directory is configured: each savepoint needs a directory',
    evidence: 'execution.checkpointing.savepoint-dir is not set',
    next: 'Set execution.checkpointing.savepoint-dir',
  },
  {
    applies: ({ snapshot: { logging } }) =>
      logging !== undefined && logging.config.monitorIntervalSeconds === undefined,
    text: 'Log levels cannot change while the pods run: the logging configuration is not reloaded',
    evidence: 'monitorInterval is not set',
    next: 'Set monitorInterval=30 in log4j-console.properties',
  },
  {
    applies: (_, options) => isNoRestart(configuredStrategy(options) ?? ''),
    text: 'Jobs do not restart after a failure',
    evidence: 'restart-strategy.type is none',
    next: 'Set restart-strategy.type: exponential-delay',
  },
];

/** What in the cluster's configuration hurts when something goes wrong. */
export const configurationRisks: ClusterRule = {
  name: 'configuration',
  assess: (evidence) => {
    const { configuration } = evidence.snapshot;
    if (configuration === undefined) {
      return [{ kind: 'not assessed', what: 'configuration', reason: 'the ConfigMap of the cluster is not readable' }];
    }
    return risks
      .filter(({ applies }) => applies(evidence, configuration))
      .map(({ text, evidence: fact, next }) => ({
        severity: 'risk' as const,
        text,
        evidence: [fact],
        next: [{ text: next }],
      }));
  },
};
