import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod, Service } from '../../../src/kubernetes/objects.ts';
import { describeService, type RestAuthentication } from '../../../src/session/cluster/describe-service.ts';

const ports = [{ name: 'rest', port: 8081, targetPort: 8081 }];
const service = (spec: Service['spec'], status?: Service['status']): Service =>
  ({ metadata: { name: 'red-rest', namespace: 'flink' }, spec: { ports, ...spec }, status }) as Service;
const pods = [{ status: { hostIP: '172.18.0.2' } }] as Pod[];

test('describes ClusterIP and headless Services as reachable only inside the cluster', () => {
  assert.deepEqual(describeService(service({ type: 'ClusterIP', clusterIP: '10.96.0.7' }), pods, 'none'), {
    type: 'ClusterIP',
    address: undefined,
    reach: 'only from inside the cluster',
    risk: undefined,
  });
  const headless = describeService(service({ type: 'ClusterIP', clusterIP: 'None' }), pods, 'none');
  assert.equal(headless.type, 'Headless');
  assert.equal(headless.address, undefined);
});

test("shows a node port with the address of a JobManager's node", () => {
  const exposed = service({ type: 'NodePort', ports: [{ name: 'rest', port: 8081, nodePort: 30_081 }] });
  assert.deepEqual(describeService(exposed, pods, 'mutual TLS'), {
    type: 'NodePort',
    address: '172.18.0.2:30081',
    reach: 'from anywhere that can reach port 30081 of a node',
    risk: undefined,
  });
  assert.equal(describeService(exposed, [], 'none').address, undefined);
  const v6 = [{ status: { hostIP: 'fd00::2' } }] as Pod[];
  assert.equal(describeService(exposed, v6, 'none').address, '[fd00::2]:30081');
});

test('shows the IP address or host name of a load balancer, or reports a missing address', () => {
  const balanced = (ingress?: { ip?: string; hostname?: string }) =>
    describeService(
      service({ type: 'LoadBalancer' }, { loadBalancer: { ingress: ingress ? [ingress] : [] } }),
      [],
      'mutual TLS',
    );
  assert.equal(balanced({ ip: '203.0.113.9' }).address, '203.0.113.9:8081');
  assert.equal(balanced({ hostname: 'flink.example' }).address, 'flink.example:8081');
  assert.deepEqual(balanced(), {
    type: 'LoadBalancer',
    address: undefined,
    reach: 'the load balancer has no address yet',
    risk: undefined,
  });
});

test('warns about a public Service type without mutual TLS', () => {
  const riskOf = (type: string, authentication: RestAuthentication) =>
    describeService(service({ type }), pods, authentication).risk;
  for (const type of ['NodePort', 'LoadBalancer']) {
    const risk = riskOf(type, 'none');
    assert.equal(
      risk?.message,
      `type ${type} may expose REST outside the cluster, and anyone who can reach it can run code`,
    );
    assert.match(risk?.next ?? '', /kubectl patch service red-rest -n flink -p '\{"spec":\{"type":"ClusterIP"\}\}'/);
    assert.match(risk?.next ?? '', /kubernetes\.rest-service\.exposed\.type=ClusterIP/);
    assert.match(riskOf(type, 'unknown')?.message ?? '', /configuration could not be read/);
    assert.equal(riskOf(type, 'mutual TLS'), undefined);
    assert.equal(riskOf(type, 'not read yet'), undefined, 'no warning before the configuration has been read');
  }
  assert.equal(riskOf('ClusterIP', 'none'), undefined);
});
