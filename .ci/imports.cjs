// The floor plan of docs/architecture.md: who may import whom. Checked by `npm test`.
const room = (name) => `^src/${name}/`;
const mayNotSee = (from, rooms) => ({
  name: `${from}-sees-too-much`,
  severity: 'error',
  from: { path: room(from) },
  to: { path: rooms.map(room) },
});
const lower = ['kubernetes', 'flink', 'logs', 'logging-config'];
const upper = ['screen', 'shell', 'commands', 'session', 'settings', 'demo'];
const only = (name, packages, from) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: from },
  to: { path: packages.map((p) => `node_modules/${p}/`) },
});

// Inside screen/: each of these sees those before it, and no feature sees another.
const screenOrder = ['theme', 'draw', 'state', 'input', 'table'];
const screenFolder = (name) => `^src/screen/${name}/`;
const feature = `^src/screen/(?!(?:${screenOrder.join('|')})/)([^/]+)/`;
const screenRules = [
  ...screenOrder.map((from, index) => ({
    name: `screen-${from}-sees-too-much`,
    severity: 'error',
    from: { path: screenFolder(from) },
    to: { path: '^src/screen/', pathNot: screenOrder.slice(0, index + 1).map(screenFolder) },
  })),
  {
    name: 'a-feature-of-the-screen-sees-another',
    severity: 'error',
    from: { path: feature },
    to: { path: '^src/screen/', pathNot: [...screenOrder.map(screenFolder), '^src/screen/$1/'] },
  },
];

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...screenRules,
    ...lower.map((from) => mayNotSee(from, [...upper, ...lower.filter((other) => other !== from)])),
    mayNotSee('text', [...upper, ...lower]),
    mayNotSee('session', ['screen', 'shell', 'commands', 'settings', 'demo']),
    mayNotSee('commands', ['screen', 'shell', 'settings', 'demo']),
    mayNotSee('shell', ['screen', 'demo']),
    mayNotSee('screen', ['shell', 'demo']),
    mayNotSee('settings', ['screen', 'shell', 'commands', 'session', 'demo', ...lower]),
    mayNotSee('demo', ['screen', 'shell', 'commands', 'session', 'settings', ...lower]),
    {
      name: 'no-network-but-where-it-belongs',
      severity: 'error',
      from: { path: ['logs', 'logging-config', 'text', 'settings'].map(room) },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram)$', dependencyTypes: ['core'] },
    },
    { name: 'only-main-sees-main', severity: 'error', from: { path: '^src/' }, to: { path: '^src/main\\.tsx?$' } },
    only('react-and-ink-under-screen', ['ink', 'react', 'ink-select-input'], '^src/screen/'),
    only('the-client-under-kubernetes', ['@kubernetes/client-node'], '^src/kubernetes/'),
    only('proxy-agents-under-kubernetes', ['hpagent', 'socks-proxy-agent'], '^src/kubernetes/'),
    only('ws-under-kubernetes', ['ws'], '^src/(kubernetes|demo)/'),
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
