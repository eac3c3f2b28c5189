import { restServiceName } from '../../flink/names.ts';
import type { SessionTarget } from '../session.ts';

/** Returns the host names that are accepted in the certificate of the REST Service, preferred name first. */
export function certificateNames({ clusterId, namespace }: SessionTarget): readonly string[] {
  const service = restServiceName(clusterId);
  const names = [`${service}.${namespace}`, `${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`];
  return [...names, service, clusterId];
}
