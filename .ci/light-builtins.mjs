/**
 * Modules of Node whose `import` reads each export, also the exports that Node loads on first use: `http` would load
 * undici (20 ms), and `fs`, `process` and `util` take 3 to 5 ms each.
 */
const names = ['fs', 'http', 'process', 'util'];

/** Replaces `import` of these modules, so that only the imported exports are read. */
export const lightBuiltins = {
  name: 'light-builtins',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: new RegExp(`^(node:)?(${names.join('|')})$`) }, ({ path, kind }) =>
      kind === 'import-statement'
        ? { path: path.replace(/^node:/, ''), namespace: 'light', sideEffects: false }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'light' }, ({ path }) => ({ contents: sourceOf(path) }));
  },
};

function sourceOf(name) {
  const exported = Object.keys(process.getBuiltinModule(name)).filter((key) => /^[a-z]\w*$/i.test(key));
  return [
    `const builtin = globalThis.process.getBuiltinModule('${name}');`,
    'const read = (key) => builtin[key];',
    'export default builtin;',
    ...exported.map(
      (key, index) => `const e${index} = /* @__PURE__ */ read('${key}'); export { e${index} as ${key} };`,
    ),
  ].join('\n');
}
