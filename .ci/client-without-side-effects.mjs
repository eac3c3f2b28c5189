import { dirname, join } from 'node:path';

/** Lets esbuild drop unused modules of the Kubernetes client: its generated models have no side effects. */
export const clientWithoutSideEffects = {
  name: 'client-without-side-effects',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer }) =>
      importer.includes('@kubernetes/client-node')
        ? { path: join(dirname(importer), path), sideEffects: false }
        : undefined,
    );
  },
};
