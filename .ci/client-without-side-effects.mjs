import { dirname, join } from 'node:path';

/** The client's generated models register nothing: what is not used may go. */
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
