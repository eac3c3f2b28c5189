import { after, before } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { flinkContracts } from '../contract/flink.ts';
import { kubernetesContracts } from '../contract/kubernetes.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { checkOnCluster } from '../support/cluster-contracts.ts';

// `npm test` checks the demo against the same contracts. bare.test.ts and older-flink.test.ts check other clusters.

const clusterId = 'flink-tui-test-contract';
let kubernetes: KubernetesApi;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId, '-Dresourcemanager.taskmanager-timeout=10000']);
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

checkOnCluster('contract: Kubernetes', { clusterId }, kubernetesContracts);
checkOnCluster('contract: Flink 2.3', { clusterId }, flinkContracts);
