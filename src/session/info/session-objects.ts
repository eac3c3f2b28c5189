import type { ConfigMap, Deployment, Pod } from '../../kubernetes/objects.ts';

/** The Kubernetes objects of a session cluster; undefined before they were read. ConfigMaps contain secrets. */
export type SessionObjects = {
  readonly deployment: Deployment | undefined;
  readonly configMaps: readonly ConfigMap[] | undefined;
  readonly pods: readonly Pod[] | undefined;
};
