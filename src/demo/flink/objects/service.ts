import type { DemoObject } from '../../contracts.ts';
import { type ClusterSettings, restPort } from '../settings.ts';
import { commonLabels, jobManagerLabels, ownedBy } from './object-metadata.ts';

const port = (name: string, number: number) => ({ name, port: number, protocol: 'TCP', targetPort: number });

function service(settings: ClusterSettings, owner: DemoObject, name: string, spec: object): DemoObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: settings.namespace,
      labels: commonLabels(settings),
      ownerReferences: ownedBy(owner),
    },
    spec: {
      ...spec,
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      selector: jobManagerLabels(settings),
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
    status: { loadBalancer: {} },
  };
}

export function restService(settings: ClusterSettings, owner: DemoObject, clusterIP: string): DemoObject {
  return service(settings, owner, `${settings.clusterId}-rest`, {
    clusterIP,
    clusterIPs: [clusterIP],
    ports: [port('rest', restPort)],
  });
}

/** Returns the Service that TaskManagers connect to. With high availability, a ConfigMap has the address instead. */
export function internalService(settings: ClusterSettings, owner: DemoObject): DemoObject {
  return service(settings, owner, settings.clusterId, {
    clusterIP: 'None',
    clusterIPs: ['None'],
    ports: [port('jobmanager-rpc', 6123), port('blobserver', 6124)],
  });
}
