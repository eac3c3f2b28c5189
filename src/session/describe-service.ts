import type { Pod, Service } from '../kubernetes/objects.ts';

/** How Flink's REST API is offered to the world, by the live Service and not by anybody's configuration (flink.md 2.7). */
export type ServiceExposure = {
  readonly type: 'ClusterIP' | 'Headless' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  /** `host:port` from where people are, where there is such a thing; whether a firewall lets it through, nobody knows. */
  readonly address: string | undefined;
  /** One sentence without a full stop: who can reach it. */
  readonly reach: string;
};

/**
 * `pods` are the JobManagers': a node port is open on every node, and theirs are the nodes whose address is known
 * without the right to list nodes.
 */
export function describeService({ spec, status }: Service, pods: readonly Pod[] = []): ServiceExposure {
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
