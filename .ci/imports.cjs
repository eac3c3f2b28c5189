// The import rules of docs/architecture.md. `npm test` checks them.
const folder = (name) => `^src/${name}/`;
const mayNotImport = (from, folders) => ({
  name: `${from}-imports-too-much`,
  severity: 'error',
  from: { path: folder(from) },
  to: { path: folders.map(folder) },
});
const lower = ['kubernetes', 'flink', 'logs', 'logging-config'];
const upper = ['screen', 'shell', 'commands', 'diagnosis', 'session', 'settings', 'demo'];
const only = (name, packages, from) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path: packages.map((p) => `node_modules/${p}/`) },
});

// Inside screen/, each of these folders may import the folders before it. A feature must not import another feature.
const screenOrder = ['theme', 'draw', 'state', 'input', 'table'];
const screenFolder = (name) => `^src/screen/${name}/`;
const feature = `^src/screen/(?!(?:${screenOrder.join('|')})/)([^/]+)/`;
const screenRules = [
  ...screenOrder.map((from, index) => ({
    name: `screen-${from}-imports-too-much`,
    severity: 'error',
    from: { path: screenFolder(from) },
    to: { path: '^src/screen/', pathNot: screenOrder.slice(0, index + 1).map(screenFolder) },
  })),
  {
    name: 'screen-feature-imports-another',
    severity: 'error',
    from: { path: feature },
    to: { path: '^src/screen/', pathNot: [...screenOrder.map(screenFolder), '^src/screen/$1/'] },
  },
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...screenRules,
    ...lower.map((from) => mayNotImport(from, [...upper, ...lower.filter((other) => other !== from)])),
    mayNotImport('text', [...upper, ...lower]),
    mayNotImport('session', ['screen', 'shell', 'commands', 'diagnosis', 'settings', 'demo']),
    mayNotImport('diagnosis', ['screen', 'shell', 'commands', 'settings', 'demo']),
    mayNotImport('commands', ['screen', 'shell', 'settings', 'demo']),
    mayNotImport('shell', ['screen', 'demo']),
    mayNotImport('screen', ['shell', 'demo']),
    mayNotImport('settings', ['screen', 'shell', 'commands', 'diagnosis', 'session', 'demo', ...lower]),
    mayNotImport('demo', ['screen', 'shell', 'commands', 'diagnosis', 'session', 'settings', ...lower]),
    {
      name: 'no-network-in-pure-folders',
      severity: 'error',
      from: { path: ['logs', 'logging-config', 'text', 'settings', 'diagnosis'].map(folder) },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram)$', dependencyTypes: ['core'] },
    },
    { name: 'no-imports-of-main', severity: 'error', from: { path: '^src/' }, to: { path: '^src/main\\.tsx?$' } },
    only('react-and-ink-only-in-screen', ['ink', 'react', 'ink-select-input'], '^src/screen/'),
    only('kubernetes-client-only-in-kubernetes', ['@kubernetes/client-node'], '^src/kubernetes/'),
    only('proxy-agents-only-in-kubernetes', ['hpagent', 'socks-proxy-agent'], '^src/kubernetes/'),
    only('ws-only-in-kubernetes-and-demo', ['ws'], '^src/(kubernetes|demo)/'),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
