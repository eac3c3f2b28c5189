/** esbuild's options for whatever runs under Node, program and tests alike; CommonJS packages ask for a `require`. */
export const bundleForNode = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
};
