import type { Input, Plan } from '../../commands/record/command.ts';
import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import { describeForwardTarget } from '../../session/forwards/describe-target.ts';
import { utcTime } from '../../text/utc-time.ts';
import { closeChooser } from '../state/open/show-clusters.ts';
import { openConfirmation } from '../state/run/open-confirmation.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState, ScreenTarget } from '../state/screen-state.ts';
import { isAttachedTo, shownContext } from './chooser-items.ts';

const keepOption = 'keep-forwards';

/** Attaches to a cluster of the chooser. Asks first if something of the attached cluster ends. */
export function chooseCluster(
  screen: Screen,
  { clusterId, namespace }: Pick<FoundCluster, 'clusterId' | 'namespace'>,
): void {
  const state = screen.store.getState();
  const { chooser } = state;
  if (chooser === undefined) return;
  const context = shownContext(chooser);
  if (isAttachedTo(state, { clusterId, namespace }, context)) {
    closeChooser(screen);
    showMessage(screen, `Already attached to ${clusterId}`);
    return;
  }
  const target: ScreenTarget = { clusterId, namespace, context };
  if (!endsSomething(state)) {
    screen.attach(target);
    return;
  }
  const input: Input = { arguments: [], options: {} };
  openConfirmation(screen, switchPlan(state, clusterId, input), {
    confirm: (_, { options }) => screen.attach(target, { keepForwards: options[keepOption] === true }),
    replan: { input, plan: async (changed) => switchPlan(screen.store.getState(), clusterId, changed) },
  });
}

const runningCommands = ({ activities }: ScreenState) => activities.filter(({ kind }) => kind === 'running');
const openForwards = ({ session }: ScreenState) => session?.connection.forwards.list() ?? [];
const pendingLevels = ({ snapshot }: ScreenState) => snapshot?.logging?.pending?.levels ?? [];

/** Changed levels without a time stay changed in any case, and the report at the end names them. */
function endsSomething(state: ScreenState): boolean {
  const hasRevert = pendingLevels(state).some(({ until }) => until !== null);
  return hasRevert || runningCommands(state).length > 0 || openForwards(state).length > 0;
}

/** Lists what ends when the screen leaves the attached cluster. */
function switchPlan(state: ScreenState, clusterId: string, { options }: Input): Plan {
  const current = state.stage.kind === 'attached' ? state.stage.target.clusterId : '';
  const keeps = options[keepOption] === true;
  const forwards = openForwards(state);
  return {
    title: `Switch from ${current} to ${clusterId}`,
    lines: [
      ...runningCommands(state).map(
        ({ title, step }) => `Stop waiting for: ${title}${step === '' ? '' : ` (${step})`}`,
      ),
      ...forwards.map(
        ({ url, target }) => `${keeps ? 'Keep' : 'Close'} the forward ${url} to ${describeForwardTarget(target)}`,
      ),
    ],
    warnings: pendingLevels(state).map(({ logger, level, until }) =>
      until === null
        ? `${logger} stays at ${level}`
        : `${logger} stays at ${level} until the next attach after ${utcTime(until)}`,
    ),
    ...(forwards.length === 0
      ? {}
      : { switches: [{ option: keepOption, value: true, label: 'keep the forwards open' }] }),
    confirmation: {
      kind: 'yes',
      confirm: 'Switch cluster',
      decline: `Stay on ${current}`,
      declined: `still attached to ${current}`,
    },
  };
}
