import { type ApiResource, resourcesOfGroup } from '../kubernetes/resources.ts';

const serverVersion = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.4',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const describeReview = (kind: string) => {
  const singularName = kind.toLowerCase();
  return { name: `${singularName}s`, singularName, namespaced: false, kind, verbs: ['create'] };
};
const authorization = 'authorization.k8s.io';
const authentication = 'authentication.k8s.io';

type Subresource = {
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly group?: string;
  readonly version?: string;
};

const subresourcesByName: Record<string, Subresource> = {
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  log: { kind: 'Pod', verbs: ['get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  scale: { kind: 'Scale', verbs: ['get', 'patch', 'update'], group: 'autoscaling', version: 'v1' },
  proxy: { kind: 'ProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
};

/** Returns the version document or API discovery document at a path; undefined if there is none. */
export function findDiscoveryDocument(path: string): object | undefined {
  return documents[path.replace(/(?<=.)\/$/, '')];
}

const documents: Record<string, object | undefined> = {
  '/version': serverVersion,
  '/api': { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] },
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: ['apps', authorization, authentication].map(describeGroup),
  },
  '/apis/apps': { apiVersion: 'v1', kind: 'APIGroup', ...describeGroup('apps') },
  '/api/v1': listResources('v1', resourcesOfGroup('').flatMap(describeResource)),
  '/apis/apps/v1': listResources('apps/v1', resourcesOfGroup('apps').flatMap(describeResource)),
  [`/apis/${authorization}/v1`]: listResources(`${authorization}/v1`, [
    describeReview('SelfSubjectAccessReview'),
    describeReview('SelfSubjectRulesReview'),
  ]),
  [`/apis/${authentication}/v1`]: listResources(`${authentication}/v1`, [describeReview('SelfSubjectReview')]),
};

function describeGroup(name: string) {
  const groupVersion = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [groupVersion], preferredVersion: groupVersion };
}

function listResources(groupVersion: string, resources: readonly object[]) {
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function describeResource({ plural, singular, subresources, kind, namespaced, verbs, shortNames }: ApiResource) {
  // `kubectl get all` lists every resource in this category.
  const categories = ['pods', 'services', 'deployments', 'replicasets'].includes(plural) ? ['all'] : undefined;
  return [
    { name: plural, singularName: singular, namespaced, kind, verbs, shortNames, categories },
    ...subresources.map((name) => ({
      name: `${plural}/${name}`,
      singularName: '',
      namespaced,
      ...subresourcesByName[name],
    })),
  ];
}
