import { dirname, join } from 'node:path';

/**
 * Bundles only the used parts of the Kubernetes client, whose generated models have no side effects. Omits undici (730
 * kB), because requests go through src/kubernetes/transport and not through the client.
 */
export const clientWithoutSideEffects = {
  name: 'client-without-side-effects',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer }) =>
      importer.includes('@kubernetes/client-node')
        ? { path: join(dirname(importer), path), sideEffects: false }
        : undefined,
    );
    onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: 'unused-undici', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'unused-undici' }, () => ({
      contents: 'export const Agent = undefined, ProxyAgent = undefined, fetch = undefined;',
    }));
  },
};
