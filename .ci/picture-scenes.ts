/** One step of a scene: an action by its name, text to type, or text to wait for. */
export type Step =
  | { readonly press: string; readonly key?: string }
  | { readonly type: string }
  | { readonly see: string | RegExp };

export type Scene = {
  /** The file name without size and theme. */
  readonly name: string;
  /** The view that gets the keys at the end. */
  readonly view: string;
  /** Default: attached to the demo. */
  readonly start?: 'picker';
  readonly steps: readonly Step[];
};

const press = (press: string, key?: string): Step => (key === undefined ? { press } : { press, key });
const type = (type: string): Step => ({ type });
const see = (see: string | RegExp): Step => ({ see });
const command = (line: string): readonly Step[] => [press('command-line.open'), type(line), press('command-line.run')];
/** Pauses the logs on an earlier line, once they are read up to the newest lines. */
const pause: readonly Step[] = [press('pane.logs'), see(/0(2:59|3:0\d):\d\d INFO/), press('log.follow'), type('kkk')];

/** The menu starts on the default order, which is below the last column. */
const sortByName: readonly Step[] = [
  press('pane.pods'),
  press('pods.sort'),
  see('Sort pods by'),
  press('sort.move', 'down'),
  press('sort.choose'),
];

/** Takes a savepoint of the third job: the first one fails regularly, and a job that restarts rejects savepoints. */
const savepoint: readonly Step[] = [press('pane.jobs'), type('jj'), press('job.savepoint'), see('copies')];

const openJob: readonly Step[] = [press('pane.jobs'), press('job.open'), see('[Overview]')];
const toTab = (title: string, steps: number): readonly Step[] => [
  ...Array.from({ length: steps }, () => press('job.next-tab')),
  see(`[${title}]`),
];

/** All pictures of `npm run docs`. Every view has at least one. */
export const scenes: readonly Scene[] = [
  { name: 'pods', view: 'pods', steps: [press('pane.pods')] },
  { name: 'palette', view: 'palette', steps: [press('palette.open'), see('Palette')] },
  { name: 'palette-search', view: 'palette', steps: [press('palette.open'), type('save')] },
  { name: 'pod', view: 'pod', steps: [press('pane.pods'), type('j'), press('pod.open'), see('Container ')] },
  {
    name: 'pod-environment',
    view: 'pod',
    steps: [press('pane.pods'), type('j'), press('pod.open'), press('pod.next-tab'), see('[Environment]')],
  },
  {
    name: 'pod-yaml',
    view: 'pod',
    steps: [press('pane.pods'), type('j'), press('pod.open'), press('pod.previous-tab'), see('apiVersion')],
  },
  {
    name: 'delete-pod',
    view: 'dialog',
    steps: [press('pane.pods'), type('j'), press('pod.delete-pod'), see('Keep pod')],
  },
  { name: 'session', view: 'session', steps: [press('session.show'), see('cluster-id')] },
  {
    name: 'session-differences',
    view: 'session',
    steps: [press('session.show'), see('cluster-id'), press('session.next-tab'), see(/KEY +RUNNING/)],
  },
  {
    name: 'session-configuration',
    view: 'session',
    steps: [press('session.show'), see('cluster-id'), press('session.previous-tab'), see(/KEY +VALUE/)],
  },
  { name: 'pods-marked', view: 'pods', steps: [press('pane.pods'), type('j  jj')] },
  { name: 'pods-sort', view: 'sort', steps: [press('pane.pods'), press('pods.sort'), see('Sort pods by')] },
  { name: 'pods-sorted', view: 'pods', steps: sortByName },
  { name: 'pods-copy', view: 'copy', steps: [press('pane.pods'), type('j  '), press('pod.copy'), see('Copy from')] },
  { name: 'jobs', view: 'jobs', steps: [press('pane.jobs')] },
  { name: 'jobs-marked', view: 'jobs', steps: [press('pane.jobs'), type('  ')] },
  { name: 'logs', view: 'logs', steps: [press('pane.logs')] },
  { name: 'logs-paused', view: 'logs', steps: pause },
  { name: 'logs-zoomed', view: 'logs', steps: [press('pane.logs'), press('screen.zoom')] },
  { name: 'logs-errors', view: 'logs', steps: [press('pane.pods'), type('G'), press('pane.logs')] },
  {
    name: 'logs-unfolded',
    view: 'logs',
    steps: [press('pane.pods'), type('G'), press('pane.logs'), press('log.unfold-all')],
  },
  {
    name: 'logs-wrapped',
    view: 'logs',
    steps: [press('pane.logs'), press('log.wrap')],
  },
  {
    name: 'logs-search',
    view: 'logs',
    steps: [press('pane.logs'), press('log.search'), type('Completed'), press('log-prompt.accept'), see(/of \d+/)],
  },
  {
    name: 'log-prompt',
    view: 'log-prompt',
    steps: [press('pane.logs'), press('log.filter'), type('logger:Checkpoint')],
  },
  {
    name: 'logs-no-match',
    view: 'logs',
    steps: [
      press('pane.logs'),
      press('log.filter'),
      type('customer service'),
      press('log-prompt.accept'),
      see('No matching'),
    ],
  },
  { name: 'event', view: 'text', steps: [...pause, press('log.event'), see('Event')] },
  {
    name: 'exceptions',
    view: 'exceptions',
    steps: [press('pane.pods'), type('G'), press('pane.logs'), press('log.exceptions'), see('Exceptions')],
  },
  { name: 'log-columns', view: 'log-columns', steps: [press('pane.logs'), press('log.columns')] },
  { name: 'log-level', view: 'log-level', steps: [press('pane.logs'), press('log.level')] },
  { name: 'log-counters', view: 'text', steps: [press('pane.logs'), press('log.counters')] },
  { name: 'why', view: 'why', steps: [press('session.why'), see(/measured \d/)] },
  { name: 'job', view: 'job', steps: [...openJob, see(/\d%/)] },
  { name: 'job-subtasks', view: 'job', steps: [...openJob, ...toTab('Subtasks', 1)] },
  { name: 'job-threads', view: 'job', steps: [...openJob, press('job.sample-vertex'), see(/\d\d\/20/)] },
  { name: 'job-event-time', view: 'job', steps: [...openJob, ...toTab('Event time', 3), see('WATERMARK')] },
  { name: 'job-checkpoints', view: 'job', steps: [...openJob, ...toTab('Checkpoints', 4), see('completed')] },
  {
    name: 'job-checkpoint',
    view: 'job',
    steps: [...openJob, ...toTab('Checkpoints', 4), press('job.open-checkpoint')],
  },
  { name: 'job-exceptions', view: 'job', steps: [press('pane.jobs'), press('job.exceptions'), see('last ')] },
  {
    name: 'job-trace',
    view: 'job',
    steps: [press('pane.jobs'), press('job.exceptions'), see('last '), press('job.open-failure'), see('Caused by')],
  },
  {
    name: 'job-metrics',
    view: 'job',
    steps: [...openJob, ...toTab('Metrics', 6), press('job.chart-aggregate'), see('since ')],
  },
  {
    name: 'job-metric-search',
    view: 'metric-search',
    steps: [...openJob, ...toTab('Metrics', 6), press('job.search-metrics'), type('num'), see(/of \d+ metrics/)],
  },
  { name: 'job-configuration', view: 'job', steps: [...openJob, ...toTab('Configuration', 7)] },
  { name: 'cancel', view: 'dialog', steps: [press('pane.jobs'), press('job.cancel'), see('?')] },
  { name: 'cancel-marked', view: 'dialog', steps: [press('pane.jobs'), type('  '), press('job.cancel'), see('?')] },
  { name: 'stop-job', view: 'dialog', steps: [press('pane.jobs'), press('job.stop'), see('?')] },
  { name: 'stop-cluster', view: 'dialog', steps: [press('session.stop'), see('to confirm'), type('my-first')] },
  {
    name: 'set-level',
    view: 'dialog',
    steps: [...command('log-level org.apache.flink.runtime.checkpoint DEBUG --for 10m'), see('?')],
  },
  { name: 'talkers', view: 'talkers', steps: [press('talkers.show'), see('LOGGER')] },
  { name: 'levels', view: 'levels', steps: [press('levels.open'), see('LOGGER')] },
  { name: 'forwards', view: 'forwards', steps: [press('forwards.show')] },
  { name: 'filter', view: 'filter', steps: [press('pane.pods'), press('pods.filter'), type('taskm')] },
  {
    name: 'command-line',
    view: 'command-line',
    steps: [
      press('command-line.open'),
      type('log-l'),
      press('command-line.complete'),
      type(' '),
      press('command-line.complete'),
    ],
  },
  { name: 'status', view: 'text', steps: [...command('status'), see('Flink')] },
  { name: 'list', view: 'text', steps: [...command('list --all'), see('FINISHED')] },
  { name: 'doctor', view: 'text', steps: [...command('doctor'), see('ok')] },
  { name: 'error', view: 'text', steps: [...command('pods no-such-pod'), see('no-such-pod')] },
  { name: 'help-pods', view: 'help', steps: [press('pane.pods'), press('help.open')] },
  { name: 'help-logs', view: 'help', steps: [press('pane.logs'), press('help.open')] },
  {
    name: 'savepoint',
    view: 'jobs',
    steps: savepoint,
  },
  { name: 'memory', view: 'memory', steps: [press('memory.show'), see('CONTAINER MiB')] },
  {
    name: 'memory-detail',
    view: 'memory',
    steps: [press('memory.show'), see('CONTAINER MiB'), press('memory.open'), see('In the container')],
  },
  { name: 'timeline', view: 'timeline', steps: [press('timeline.show'), see('failed: ')] },
  {
    name: 'timeline-filter',
    view: 'filter',
    steps: [press('timeline.show'), see('failed: '), press('timeline.filter'), type('pod')],
  },
  {
    name: 'activities',
    view: 'activities',
    steps: [...savepoint, press('activities.show')],
  },
  { name: 'clusters', view: 'clusters', start: 'picker', steps: [see('my-first-flink-cluster')] },
  { name: 'clusters-attached', view: 'clusters', steps: [press('clusters.open'), see('attached, ready')] },
  {
    name: 'clusters-contexts',
    view: 'clusters',
    steps: [press('clusters.open'), see('attached, ready'), press('clusters.next-list'), see('viewer@')],
  },
  {
    name: 'clusters-namespaces',
    view: 'clusters',
    steps: [press('clusters.open'), see('attached, ready'), press('clusters.previous-list'), see('kube-system')],
  },
];
