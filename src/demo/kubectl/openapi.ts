import { type ApiResource, resourcesOfGroup } from '../kubernetes/resources.ts';

/**
 * Returns the OpenAPI v3 document at a path; undefined if there is none. Without OpenAPI, `kubectl apply`, `replace`,
 * `edit` and `diff` fail with "failed to download openapi".
 */
export function findOpenApiDocument(path: string): object | undefined {
  return documents[path];
}

const root = '/openapi/v3';
/** The schemas have no fields, only this description that `kubectl explain` prints. */
const schemaDescription =
  'The flink-tui demo does not describe fields. See https://kubernetes.io/docs/reference/kubernetes-api.';

const documents: { readonly [path: string]: object } = {
  [root]: {
    paths: {
      'api/v1': { serverRelativeURL: `${root}/api/v1` },
      'apis/apps/v1': { serverRelativeURL: `${root}/apis/apps/v1` },
    },
  },
  [`${root}/api/v1`]: describeGroup('', '/api/v1'),
  [`${root}/apis/apps/v1`]: describeGroup('apps', '/apis/apps/v1'),
};

function describeGroup(group: ApiResource['group'], prefix: string): object {
  const resources = resourcesOfGroup(group);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.34.4' },
    paths: Object.fromEntries(
      resources.map((resource) => [pathOf(resource, prefix), describeOperations(resource)] as const),
    ),
    components: {
      schemas: Object.fromEntries(
        resources.map((resource) => [
          `io.k8s.api.${group || 'core'}.v1.${resource.kind}`,
          {
            type: 'object',
            description: schemaDescription,
            'x-kubernetes-group-version-kind': [groupVersionKind(resource)],
          },
        ]),
      ),
    },
  };
}

function pathOf({ plural, namespaced }: ApiResource, prefix: string): string {
  return `${prefix}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`;
}

function describeOperations(resource: ApiResource): object {
  const operation = { 'x-kubernetes-group-version-kind': groupVersionKind(resource) };
  // Declare support for dry runs and field validation.
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string' },
  }));
  const responses = {};
  return {
    get: { ...operation, 'x-kubernetes-action': 'get', responses },
    ...(resource.verbs.includes('patch') && {
      put: { ...operation, 'x-kubernetes-action': 'put', parameters, responses },
      patch: { ...operation, 'x-kubernetes-action': 'patch', parameters, responses },
    }),
  };
}

function groupVersionKind({ group, kind }: ApiResource): object {
  return { group, version: 'v1', kind };
}
