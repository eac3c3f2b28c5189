import { resources } from '../../kubernetes/resource.ts';
import type { ServiceExposure } from '../../session/cluster/describe-service.ts';
import { describeForwardTarget } from '../../session/forwards/describe-target.ts';
import type { Forward, ForwardRequest } from '../../session/forwards/forward.ts';
import { LocalPortError } from '../../session/forwards/listen.ts';
import { someOf } from '../../text/some-of.ts';
import { clusterPods, nameOf } from '../cluster/cluster-objects.ts';
import { selectPods } from '../pods/pod-selector.ts';
import { checkApiServerReachable } from '../record/availability.ts';
import { type Answers, command, type Input, type Plan, type Progress, type Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { formatOf, isText } from '../record/output-format.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { isOn, textOption, yes } from '../record/shared-options.ts';
import { forwardData } from './describe-forward.ts';
import { followForwards } from './follow-forwards.ts';
import { openInBrowser } from './open-in-browser.ts';
import { readExposure } from './read-exposure.ts';
import { readPorts } from './read-ports.ts';
import { waitForForward } from './wait-for-forward.ts';
import { warnAboutAddresses } from './warn-about-addresses.ts';

type ForwardPlan = Plan & {
  readonly requests: readonly ForwardRequest[];
  readonly exposure: ServiceExposure | undefined;
  readonly open: boolean;
  readonly isText: boolean;
};
type ForwardResult = {
  readonly forwards: readonly Forward[];
  readonly exposure: ServiceExposure | undefined;
  /** A problem that did not affect the forwards. */
  readonly note: string | undefined;
  /** Whether the forwards were already reported as progress. */
  readonly isReported: boolean;
};

/** Maximum initial wait for the pod. A JobManager that is still starting after this time is reported as waiting. */
const initialWaitMs = 5000;

export const portForward = command<ForwardPlan, ForwardResult>({
  name: 'port-forward',
  summary: 'Forward a local port to the Web UI or a pod',
  description:
    'Forward local ports to the Web UI or to ports of a pod. Without PORT, forward port 8081, or the next free port, to ' +
    'the Web UI.\n\n' +
    'LOCAL forwards that local port to the Web UI. LOCAL:REMOTE forwards a local port to port REMOTE of the leading ' +
    'JobManager. :REMOTE uses any free local port instead. :0 forwards any free local port to the Web UI. A LOCAL of 0 ' +
    'also means any free local port. A REMOTE of rest means the Web UI.\n\n' +
    'With --pod, REMOTE is a port of that pod, and LOCAL alone uses the same port on both sides.\n\n' +
    'The local port stays open if the JobManager is replaced, the leader changes, the API server restarts or the network ' +
    'fails. New connections then wait up to 30 s for the pod. If the wait fails, HTTP requests get a page with the ' +
    'reason.\n\n' +
    'The subcommand runs in the foreground until Ctrl-C, which exits with code 0. On the screen and with commands from ' +
    'standard input, forwards stay open until flink-tui ends.\n\n' +
    'JSON: the subcommand prints one object per line when a port opens and when the state of a forward changes. Fields: ' +
    'event (listening or state), url, address, localPort, target, startedAt, state, since, pod, port, reason, ' +
    'openConnections, totalConnections, bytesFromPod, bytesToPod, lastError and serviceWarning (a warning about the ' +
    'REST Service, or null). With commands from standard input, the output is one array of these objects, without event.',
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
      summary: 'LOCAL, LOCAL:REMOTE or :REMOTE (:0 forwards any free local port to the Web UI)',
    },
  ],
  options: [
    { name: 'pod', value: 'POD', kind: 'pod', summary: 'Target pod (default: the leading JobManager)' },
    { name: 'address', value: 'ADDRESS', summary: 'Local address to listen on (default 127.0.0.1)' },
    { name: 'open', summary: 'Open the URL in the browser' },
    yes,
  ],
  keys: [],
  rules: ['create', 'get'].map((verb) => ({ verb, resource: resources.pods, subresource: 'portforward' })),
  available: checkApiServerReachable,
  plan: planForward,
  run: runForward,
  render: {
    text: ({ forwards, exposure, note, isReported }) =>
      isReported ? '' : [...forwards.map((forward) => forwardLine(forward, exposure)), note ?? []].flat().join('\n'),
    json: ({ forwards, exposure, isReported }) =>
      isReported ? undefined : forwards.map((forward) => forwardData(forward, exposure)),
    names: ({ forwards, isReported }) => (isReported ? [] : forwards.map(({ url }) => url)),
    summary: ({ forwards, note }) => ({
      title: `Forwarding ${someOf(forwards.map(({ url, target }) => `${url} to ${describeForwardTarget(target)}`))}`,
      ...(note === undefined ? {} : { details: [note] }),
      copy: { what: forwards.length === 1 ? 'URL' : 'URLs', text: forwards.map(({ url }) => url).join('\n') },
    }),
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
  const selector = textOption(input, 'pod');
  const [pod] =
    selector === undefined ? [] : selectPods((await clusterPods(services.connection, signal)).map(nameOf), [selector]);
  const requests = readPorts(input.arguments, { pod, address });
  const warnings = warnAboutAddresses([address]);
  return {
    title: `Forward ${requests.map((request) => describeForwardTarget(request.target)).join(', ')}`,
    lines: requests.map(
      ({ localPort, target: to }) =>
        `${address}:${localPort === 0 ? 'a free port' : localPort} to ${describeForwardTarget(to)}`,
    ),
    warnings,
    confirmation: warnings.length === 0 ? { kind: 'none' } : { kind: 'yes', ...answersFor(requests.length) },
    requests,
    exposure: await readExposure(services, signal),
    open: isOn(input, 'open'),
    isText: isText(formatOf(input) ?? 'text'),
  };
}

function answersFor(count: number): Answers {
  return count === 1
    ? { confirm: 'Forward port', decline: 'Go back', declined: 'the port stays closed' }
    : { confirm: `Forward ${count} ports`, decline: 'Go back', declined: 'the ports stay closed' };
}

async function* runForward(
  { frontend, connection }: Services,
  plan: ForwardPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, ForwardResult, void> {
  const { forwards } = connection;
  const { exposure } = plan;
  const ids: number[] = [];
  /** Forwards that this run opened. After a failure, only these forwards are closed. */
  const started: number[] = [];
  const listForwards = () => forwards.list().filter(({ id }) => ids.includes(id));
  try {
    for (const request of plan.requests) ids.push((await open(request)).id);
    yield { kind: 'step', text: 'Finding the pod' };
    await waitForForward(
      forwards,
      () => listForwards().every(({ state }) => state.state !== 'opening'),
      initialWaitMs,
      signal,
    );
    for (const { state } of listForwards()) if (state.state === 'refused') throw state.error;
  } catch (error) {
    for (const id of started) forwards.stop(id);
    throw error;
  }
  const [first] = listForwards();
  let note: string | undefined;
  if (plan.open && first !== undefined) {
    const failure = await resultOrError(openInBrowser(first.url), signal);
    if (failure instanceof Error) note = describeError(failure).message;
  }
  if (frontend !== 'subcommand') return { forwards: listForwards(), exposure, note, isReported: false };
  if (note !== undefined) yield { kind: 'note', text: note };
  yield* followForwards(
    connection,
    listForwards,
    (forward) => forwardLine(forward, exposure),
    (forward) => forwardData(forward, exposure),
    plan.isText,
    signal,
  );
  return { forwards: listForwards(), exposure, note, isReported: true };

  /** Returns an open forward that matches the request, or starts a new one. */
  async function open(request: ForwardRequest): Promise<Forward> {
    const existing = forwards.list().find(({ target, address, localPort }) => {
      const isSamePort = request.tryNextPorts || localPort === request.localPort;
      return isSamePort && address === request.address && JSON.stringify(target) === JSON.stringify(request.target);
    });
    if (existing !== undefined) return existing;
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
 * `Forwarding http://127.0.0.1:8081 to the Web UI; Service also at 172.18.0.2:30081 (NodePort)`, followed by two lines
 * if the Service has a risk.
 */
function forwardLine({ url, target }: Forward, exposure: ServiceExposure | undefined): string {
  const service =
    target.kind === 'web-ui' && exposure?.address !== undefined
      ? `; Service also at ${exposure.address} (${exposure.type})`
      : '';
  const line = `Forwarding ${url} to ${describeForwardTarget(target)}${service}`;
  const risk = target.kind === 'web-ui' ? exposure?.risk : undefined;
  return risk === undefined ? line : `${line}\nwarning: REST Service: ${risk.message}\n  → ${risk.next}`;
}
