import type { DemoObject } from '../contracts.ts';
import type { ApiResource } from '../kubernetes/resources.ts';
import { badRequest } from '../kubernetes/status.ts';

const commonFields = ['apiVersion', 'kind', 'metadata'];
const fieldsByResource: { readonly [plural: string]: readonly string[] } = {
  configmaps: ['data', 'binaryData', 'immutable'],
  pods: ['spec', 'status'],
  services: ['spec', 'status'],
  deployments: ['spec', 'status'],
  replicasets: ['spec', 'status'],
};

/** Throws for a ConfigMap value that is not a string and, with strict validation, for an unknown top-level field. */
export function validateFields(resource: ApiResource, object: DemoObject, validation: string | null): void {
  const known = fieldsByResource[resource.plural];
  const unknown = known && Object.keys(object).find((field) => ![...commonFields, ...known].includes(field));
  if (unknown !== undefined && validation === 'Strict') {
    throw badRequest(`strict decoding error: unknown field ${JSON.stringify(unknown)}`);
  }
  if (resource.plural !== 'configmaps') return;
  for (const value of Object.values(Object(object.data))) {
    if (typeof value === 'string') continue;
    const type = typeof value === 'boolean' ? 'bool' : typeof value;
    throw badRequest(
      `ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal ${type} into Go struct field ConfigMap.data of type string`,
    );
  }
}
