import { jobManagerSelector, restServiceName } from '../../flink/names.ts';
import type { Pod, Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeService, restAuthentication, type ServiceExposure } from '../../session/cluster/describe-service.ts';
import { readRestSecurity } from '../../session/rest/rest-scheme.ts';
import type { Services } from '../record/command.ts';
import { resultOrError } from '../record/result-or-error.ts';

/**
 * Reads how the REST Service is exposed. Resolves to undefined if the Service cannot be read, because this data is
 * optional.
 */
export async function readExposure(
  { connection, snapshot }: Services,
  signal: AbortSignal,
): Promise<ServiceExposure | undefined> {
  if (snapshot !== undefined) return snapshot.service;
  const { kubernetes, target } = connection;
  const { clusterId, namespace } = target;
  const [service, pods, security] = await Promise.all([
    resultOrError(
      kubernetes.get<Service>({ resource: resources.services, namespace, name: restServiceName(clusterId) }, signal),
      signal,
    ),
    resultOrError(
      kubernetes.list<Pod>(
        { resource: resources.pods, namespace, labelSelector: jobManagerSelector(clusterId) },
        signal,
      ),
      signal,
    ),
    resultOrError(readRestSecurity(kubernetes, target, signal), signal),
  ]);
  if (service instanceof Error) return undefined;
  const authentication = restAuthentication(security instanceof Error ? undefined : security);
  return describeService(service, pods instanceof Error ? [] : pods, authentication);
}
