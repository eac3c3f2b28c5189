import { jobManagerSelector, restServiceName } from '../../flink/names.ts';
import type { Pod, Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeService, type ServiceExposure } from '../../session/describe-service.ts';
import { attempt } from '../attempt.ts';
import type { Services } from '../command.ts';

/** How the REST Service is exposed; undefined where that may not be read, since it only tells more. */
export async function readExposure(
  { connection, snapshot }: Services,
  signal: AbortSignal,
): Promise<ServiceExposure | undefined> {
  if (snapshot !== undefined) return snapshot.service;
  const { kubernetes, target } = connection;
  const { clusterId, namespace } = target;
  const [service, pods] = await Promise.all([
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
  ]);
  return service instanceof Error ? undefined : describeService(service, pods instanceof Error ? [] : pods);
}
