import type { Pod, Service } from '../../kubernetes/objects.ts';
import type { FlinkSettings } from './flink-settings.ts';

/** Exposure of Flink's REST API by the Service in the cluster. The configured type may differ. */
export type ServiceExposure = {
  readonly type: 'ClusterIP' | 'Headless' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  /** `host:port` for clients outside the cluster, if known. A firewall may still block it. */
  readonly address: string | undefined;
  /** Location of the clients that can reach REST, for example `only from inside the cluster`. */
  readonly reach: string;
  /** Set if REST may be reachable from outside the cluster without mutual TLS. */
  readonly risk: ExposureRisk | undefined;
};

export type ExposureRisk = {
  /** One sentence without a full stop. */
  readonly message: string;
  /** Next step. */
  readonly next: string;
};

/** Whether REST requires a client certificate. `unknown` if Flink's configuration cannot be read. */
export type RestAuthentication = 'mutual TLS' | 'none' | 'unknown' | 'not read yet';

/** Returns the authentication that the cluster's settings require; `unknown` if they cannot be read. */
export function restAuthentication(
  settings: Pick<FlinkSettings, 'requiresClientCertificate'> | undefined,
): RestAuthentication {
  if (settings === undefined) return 'unknown';
  return settings.requiresClientCertificate ? 'mutual TLS' : 'none';
}

/** Describes how the Service exposes REST. `pods` are the JobManager pods. */
export function describeService(
  service: Service,
  pods: readonly Pod[],
  authentication: RestAuthentication,
): ServiceExposure {
  return { ...describeReach(service, pods), risk: exposureRisk(service, authentication) };
}

/**
 * Returns a warning if the Service type may expose REST publicly, because REST clients can run any code. See "Accessing
 * Flink's Web UI" in Flink's docs (deployment/resource-providers/native_kubernetes).
 */
function exposureRisk({ metadata, spec }: Service, authentication: RestAuthentication): ExposureRisk | undefined {
  const type = spec?.type;
  if (type !== 'NodePort' && type !== 'LoadBalancer') return undefined;
  if (authentication === 'mutual TLS' || authentication === 'not read yet') return undefined;
  const note = authentication === 'unknown' ? ' (unless mutual TLS is on: the configuration could not be read)' : '';
  return {
    message: `type ${type} may expose REST outside the cluster, and anyone who can reach it can run code${note}`,
    next:
      `Restrict access now: kubectl patch service ${metadata?.name} -n ${metadata?.namespace} -p '{"spec":{"type":"ClusterIP"}}'. ` +
      'In the next deployment, set kubernetes.rest-service.exposed.type=ClusterIP.',
  };
}

function describeReach({ spec, status }: Service, pods: readonly Pod[]): Omit<ServiceExposure, 'risk'> {
  const port = spec?.ports?.find(({ name }) => name === 'rest') ?? spec?.ports?.[0];
  switch (spec?.type) {
    case 'LoadBalancer': {
      const ingress = status?.loadBalancer?.ingress?.[0];
      const host = ingress?.ip ?? ingress?.hostname;
      if (host === undefined)
        return { type: spec.type, address: undefined, reach: 'the load balancer has no address yet' };
      return {
        type: spec.type,
        address: hostAndPort(host, port?.port),
        reach: 'from anywhere that can reach the load balancer',
      };
    }
    case 'NodePort': {
      // The port is open on every node. flink-tui does not list nodes, so it shows the address of a JobManager's node.
      const host = pods.map((pod) => pod.status?.hostIP).find((ip) => ip !== undefined);
      const reach = `from anywhere that can reach port ${port?.nodePort} of a node`;
      return { type: spec.type, address: host && hostAndPort(host, port?.nodePort), reach };
    }
    case 'ExternalName':
      return { type: spec.type, address: undefined, reach: `alias of ${spec.externalName}` };
    default:
      return spec?.clusterIP === 'None'
        ? { type: 'Headless', address: undefined, reach: 'only from inside the cluster, by pod address' }
        : { type: 'ClusterIP', address: undefined, reach: 'only from inside the cluster' };
  }
}

function hostAndPort(host: string, port: number | undefined): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}
