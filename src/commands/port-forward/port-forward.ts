import { resources } from '../../kubernetes/resource.ts';
import type { ServiceExposure } from '../../session/cluster/describe-service.ts';
import type { Forward, ForwardRequest } from '../../session/forwards/forward.ts';
import { LocalPortError } from '../../session/forwards/listen.ts';
import { clusterPods, nameOf } from '../cluster/cluster-objects.ts';
import { selectPods } from '../pods/pod-selector.ts';
import { attempt } from '../record/attempt.ts';
import { kubernetesAnswers } from '../record/availability.ts';
import { command, type Input, type Plan, type Progress, type Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { formatOf, isText } from '../record/output-format.ts';
import { isOn, textOption, yes } from '../record/shared-options.ts';
import { describeTarget, forwardData } from './describe-forward.ts';
import { followForwards } from './follow-forwards.ts';
import { openInBrowser } from './open-in-browser.ts';
import { readExposure } from './read-exposure.ts';
import { readPorts } from './read-ports.ts';
import { waitForForward } from './wait-for-forward.ts';
import { warnAboutAddresses } from './warn-of-addresses.ts';

type ForwardPlan = Plan & {
  readonly requests: readonly ForwardRequest[];
  readonly exposure: ServiceExposure | undefined;
  readonly open: boolean;
  readonly isText: boolean;
};
type ForwardResult = {
  readonly forwards: readonly Forward[];
  readonly exposure: ServiceExposure | undefined;
  /** What did not work beside them. */
  readonly note: string | undefined;
  /** They were told of while they were open. */
  readonly isOver: boolean;
};

/** For the first look at the pod; a JobManager that starts takes longer, and is told as waited for. */
const firstLookMs = 5000;

export const portForward = command<ForwardPlan, ForwardResult>({
  name: 'port-forward',
  summary: 'open a local port to the Web UI, or to any port of a pod',
  description:
    'Without a PORT it opens the Web UI at 127.0.0.1:8081, or at the next free port. LOCAL opens the Web UI at that ' +
    'local port. LOCAL:REMOTE forwards a local port to a port of the leading JobManager; :REMOTE takes any free local ' +
    'port. A LOCAL of 0 also means any free port, so 0 and :0 open the Web UI at any free port. REMOTE may be rest, ' +
    'the Web UI.\n\n' +
    'With --pod, REMOTE is a port of that pod, and LOCAL alone is the same port on both ends.\n\n' +
    'The local port stays open whatever becomes of the pod: when the JobManager is replaced or another one leads, when ' +
    'the API server restarts or the network is gone. A connection that comes meanwhile waits for up to 30 s; then HTTP ' +
    'is answered with a page that says why.\n\n' +
    'From a shell it stays in the foreground, and Ctrl-C ends it with exit code 0. On the screen and in a pipe it goes ' +
    'on beside the other commands until they end.\n\n' +
    'JSON: one object a line from a shell, when a port opens and each time that it stands otherwise (url, localPort, ' +
    'target, state, pod, reason, connections, bytes, and serviceWarning where the REST Service may be public); else one array of them.',
  group: 'cluster',
  examples: [
    'port-forward --open',
    'port-forward 9000',
    'port-forward :0',
    'port-forward 9000:6123',
    'port-forward :9249 --pod taskmanager-1-1',
  ],
  needs: 'read',
  arguments: [
    {
      name: 'PORT',
      kind: 'port',
      required: false,
      many: true,
      summary: 'LOCAL, LOCAL:REMOTE or :REMOTE; :0 for the Web UI at any free port',
    },
  ],
  options: [
    { name: 'pod', value: 'POD', kind: 'pod', summary: 'of this pod; the leading JobManager if not given' },
    { name: 'address', value: 'ADDRESS', summary: 'where to listen on this machine; 127.0.0.1 if not given' },
    { name: 'open', summary: 'open it in the browser' },
    yes,
  ],
  keys: [],
  rules: ['create', 'get'].map((verb) => ({ verb, resource: resources.pods, subresource: 'portforward' })),
  available: kubernetesAnswers,
  plan: planForward,
  run: runForward,
  render: {
    text: ({ forwards, exposure, note, isOver }) =>
      isOver ? '' : [...forwards.map((forward) => forwardLine(forward, exposure)), note ?? []].flat().join('\n'),
    json: ({ forwards, exposure, isOver }) =>
      isOver ? undefined : forwards.map((forward) => forwardData(forward, exposure)),
    names: ({ forwards, isOver }) => (isOver ? [] : forwards.map(({ url }) => url)),
  },
  onScreen: {
    show: (screen, _result, text) => {
      screen.showMessage(text.replaceAll('\n', '; '));
      screen.showForwards();
    },
  },
});

async function planForward(services: Services, input: Input, signal: AbortSignal): Promise<ForwardPlan> {
  const address = textOption(input, 'address') ?? '127.0.0.1';
  const word = textOption(input, 'pod');
  const [pod] =
    word === undefined ? [] : selectPods((await clusterPods(services.connection, signal)).map(nameOf), [word]);
  const requests = readPorts(input.arguments, { pod, address });
  const warnings = warnAboutAddresses([address]);
  return {
    title: `forward ${requests.map((request) => describeTarget(request.target)).join(', ')}`,
    lines: requests.map(
      ({ localPort, target: to }) =>
        `${address}:${localPort === 0 ? 'a free port' : localPort} to ${describeTarget(to)}`,
    ),
    warnings,
    confirmation: { kind: warnings.length === 0 ? 'none' : 'yes' },
    requests,
    exposure: await readExposure(services, signal),
    open: isOn(input, 'open'),
    isText: isText(formatOf(input) ?? 'text'),
  };
}

async function* runForward(
  { frontend, connection }: Services,
  plan: ForwardPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, ForwardResult, void> {
  const { forwards } = connection;
  const { exposure } = plan;
  const ids: number[] = [];
  /** Those that were not open before: only they are to go with a failure. */
  const started: number[] = [];
  const ours = () => forwards.list().filter(({ id }) => ids.includes(id));
  try {
    for (const request of plan.requests) ids.push((await open(request)).id);
    yield { kind: 'step', text: 'looking for the pod' };
    await waitForForward(forwards, () => ours().every(({ state }) => state.state !== 'opening'), firstLookMs, signal);
    for (const { state } of ours()) if (state.state === 'refused') throw state.error;
  } catch (error) {
    for (const id of started) forwards.stop(id);
    throw error;
  }
  const [first] = ours();
  let note: string | undefined;
  if (plan.open && first !== undefined) {
    const failure = await attempt(openInBrowser(first.url), signal);
    if (failure instanceof Error) note = describeError(failure).message;
  }
  if (frontend !== 'subcommand') return { forwards: ours(), exposure, note, isOver: false };
  if (note !== undefined) yield { kind: 'note', text: note };
  yield* followForwards(
    connection,
    ours,
    (forward) => forwardLine(forward, exposure),
    (forward) => forwardData(forward, exposure),
    plan.isText,
    signal,
  );
  return { forwards: ours(), exposure, note, isOver: true };

  /** The one that is open already, where that is what was asked for. */
  async function open(request: ForwardRequest): Promise<Forward> {
    const same = forwards.list().find(({ target, address, localPort }) => {
      const isThere = request.tryNextPorts || localPort === request.localPort;
      return isThere && address === request.address && JSON.stringify(target) === JSON.stringify(request.target);
    });
    if (same !== undefined) return same;
    try {
      const forward = await forwards.start(request);
      started.push(forward.id);
      return forward;
    } catch (error) {
      if (!(error instanceof LocalPortError)) throw error;
      throw new CommandError(exitCodes.failed, error.message, error.hints, { cause: error });
    }
  }
}

/**
 * `http://127.0.0.1:8081 leads to the Web UI; the Service is at 172.18.0.2:30081 too (NodePort)`, and where that is a risk
 * two lines that say so.
 */
function forwardLine({ url, target }: Forward, exposure: ServiceExposure | undefined): string {
  const too =
    target.kind === 'web-ui' && exposure?.address !== undefined
      ? `; the Service is at ${exposure.address} too (${exposure.type})`
      : '';
  const line = `${url} leads to ${describeTarget(target)}${too}`;
  const risk = target.kind === 'web-ui' ? exposure?.risk : undefined;
  return risk === undefined ? line : `${line}\nwarning: the REST Service: ${risk.message}\n  → ${risk.next}`;
}
