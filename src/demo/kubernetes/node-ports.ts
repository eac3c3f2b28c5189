import type { DemoObject } from '../contracts.ts';

type Port = { readonly port: number; readonly nodePort?: number };
type ServiceSpec = {
  readonly type?: string;
  readonly ports?: readonly Port[];
  readonly externalTrafficPolicy?: string;
};

const firstNodePort = 30_000;
const nodePortCount = 2768;

/** Adds node ports to a NodePort or LoadBalancer Service, and removes them from any other type. */
export function withNodePorts(service: DemoObject): DemoObject {
  const { externalTrafficPolicy: _, ...spec } = service.spec as ServiceSpec;
  const isExternal = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const ports = spec.ports?.map(({ nodePort, ...port }) =>
    isExternal ? { ...port, nodePort: nodePort ?? firstNodePort + Math.floor(Math.random() * nodePortCount) } : port,
  );
  return { ...service, spec: { ...spec, ports, ...(isExternal && { externalTrafficPolicy: 'Cluster' }) } };
}
