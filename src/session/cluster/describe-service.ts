import type { Pod, Service } from '../../kubernetes/objects.ts';
import type { FlinkSettings } from './flink-settings.ts';

/** How Flink's REST API is offered to the world, by the live Service and not by anybody's configuration (flink.md 2.7). */
export type ServiceExposure = {
  readonly type: 'ClusterIP' | 'Headless' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  /** `host:port` from where people are, where there is such a thing; whether a firewall lets it through, nobody knows. */
  readonly address: string | undefined;
  /** One sentence without a full stop: who can reach it. */
  readonly reach: string;
  /** Set where people outside the cluster may reach REST, and mutual TLS does not guard it. */
  readonly risk: ExposureRisk | undefined;
};

export type ExposureRisk = {
  /** One sentence without a full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
};

/** Whether REST asks its clients for a certificate. `unknown` where Flink's configuration cannot be read. */
export type RestAuthentication = 'mutual TLS' | 'none' | 'unknown' | 'not read yet';

/** By the settings of the cluster; undefined where they cannot be read. */
export function restAuthentication(settings: Pick<FlinkSettings, 'requiresClientCertificate'> | undefined): RestAuthentication {
  if (settings === undefined) return 'unknown';
  return settings.requiresClientCertificate ? 'mutual TLS' : 'none';
}

/**
 * `pods` are the JobManagers': a node port is open on every node, and theirs are the nodes whose address is known
 * without the right to list nodes.
 */
export function describeService(service: Service, pods: readonly Pod[], guard: RestAuthentication): ServiceExposure {
  return { ...describeReach(service, pods), risk: riskOf(service, guard) };
}

/**
 * Flink's documentation warns of these types: the Service may be public, and REST runs whatever it is given
 * (docs/deployment/resource-providers/native_kubernetes, "Accessing Flink's Web UI").
 */
function riskOf({ metadata, spec }: Service, guard: RestAuthentication): ExposureRisk | undefined {
  const type = spec?.type;
  if (type !== 'NodePort' && type !== 'LoadBalancer') return undefined;
  if (guard === 'mutual TLS' || guard === 'not read yet') return undefined;
  const unchecked = guard === 'unknown' ? ' (unless mutual TLS is on: its configuration could not be read)' : '';
  return {
    message: `type ${type} may expose REST outside the cluster, and anyone who can reach it can run code${unchecked}`,
    next:
      `Close it now: kubectl patch service ${metadata?.name} -n ${metadata?.namespace} -p '{"spec":{"type":"ClusterIP"}}'. ` +
      'Keep it closed: deploy with kubernetes.rest-service.exposed.type=ClusterIP.',
  };
}

function describeReach({ spec, status }: Service, pods: readonly Pod[]): Omit<ServiceExposure, 'risk'> {
  const port = spec?.ports?.find(({ name }) => name === 'rest') ?? spec?.ports?.[0];
  switch (spec?.type) {
    case 'LoadBalancer': {
      const ingress = status?.loadBalancer?.ingress?.[0];
      const host = ingress?.ip ?? ingress?.hostname;
      if (host === undefined)
        return { type: spec.type, address: undefined, reach: 'its load balancer has no address yet' };
      return { type: spec.type, address: hostAndPort(host, port?.port), reach: 'from wherever the load balancer is' };
    }
    case 'NodePort': {
      const host = pods.map((pod) => pod.status?.hostIP).find((ip) => ip !== undefined);
      const reach = `port ${port?.nodePort} of every node, where nodes can be reached`;
      return { type: spec.type, address: host && hostAndPort(host, port?.nodePort), reach };
    }
    case 'ExternalName':
      return { type: spec.type, address: undefined, reach: `another name for ${spec.externalName}` };
    default:
      return spec?.clusterIP === 'None'
        ? { type: 'Headless', address: undefined, reach: 'only from inside the cluster, by the addresses of its pods' }
        : { type: 'ClusterIP', address: undefined, reach: 'only from inside the cluster' };
  }
}

function hostAndPort(host: string, port: number | undefined): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}
