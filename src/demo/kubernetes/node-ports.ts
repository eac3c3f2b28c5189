import type { DemoObject } from '../contracts.ts';

type Port = { readonly port: number; readonly nodePort?: number };
type ServiceSpec = {
  readonly type?: string;
  readonly ports?: readonly Port[];
  readonly externalTrafficPolicy?: string;
};

const firstNodePort = 30_000;
const nodePortCount = 2768;

/** What the API server adds to a Service that is opened to the outside, and removes when it is closed again. */
export function withNodePorts(service: DemoObject): DemoObject {
  const { externalTrafficPolicy: _, ...spec } = service.spec as ServiceSpec;
  const isOpen = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  const ports = spec.ports?.map(({ nodePort, ...port }) =>
    isOpen ? { ...port, nodePort: nodePort ?? firstNodePort + Math.floor(Math.random() * nodePortCount) } : port,
  );
  return { ...service, spec: { ...spec, ports, ...(isOpen && { externalTrafficPolicy: 'Cluster' }) } };
}
