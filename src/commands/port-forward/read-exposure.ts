import { jobManagerSelector, restServiceName } from '../../flink/names.ts';
import type { Pod, Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeService, restAuthentication, type ServiceExposure } from '../../session/cluster/describe-service.ts';
import { readRestSecurity } from '../../session/rest/rest-scheme.ts';
import { attempt } from '../record/attempt.ts';
import type { Services } from '../record/command.ts';

/** How the REST Service is exposed; undefined where that may not be read, since it only tells more. */
export async function readExposure(
  { connection, snapshot }: Services,
  signal: AbortSignal,
): Promise<ServiceExposure | undefined> {
  if (snapshot !== undefined) return snapshot.service;
  const { kubernetes, target } = connection;
  const { clusterId, namespace } = target;
  const [service, pods, security] = await Promise.all([
    attempt(
      kubernetes.get<Service>({ resource: resources.services, namespace, name: restServiceName(clusterId) }, signal),
      signal,
    ),
    attempt(
      kubernetes.list<Pod>(
        { resource: resources.pods, namespace, labelSelector: jobManagerSelector(clusterId) },
        signal,
      ),
      signal,
    ),
    attempt(readRestSecurity(kubernetes, target, signal), signal),
  ]);
  if (service instanceof Error) return undefined;
  const guard = restAuthentication(security instanceof Error ? undefined : security);
  return describeService(service, pods instanceof Error ? [] : pods, guard);
}
