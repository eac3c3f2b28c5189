import type { PodRow } from '../../../session/snapshot.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { healthTokens, statusText } from '../../state/pod-status.ts';
import { selectRow } from '../../state/tables.ts';
import type { Below, Entry } from '../palette.ts';

const noPods: readonly PodRow[] = [];

export function podEntries({ state: { snapshot } }: Below): readonly Entry[] {
  return entriesOf(snapshot?.pods ?? noPods, snapshot?.clusterId ?? '');
}

const entriesOf = rememberLast((pods: readonly PodRow[], clusterId: string): readonly Entry[] =>
  pods.map((pod) => {
    const isSick = pod.health === 'error' || pod.health === 'warning';
    return {
      leavesOverlays: true,
      key: `pod ${pod.uid}`,
      title: shortPodName(pod.name, clusterId),
      alias: '',
      kind: `pod · ${statusText(pod)}`,
      kindToken: isSick ? healthTokens[pod.health] : undefined,
      shownKey: '',
      rank: isSick ? 0 : 3,
      run: (screen) => {
        screen.store.setState({ focus: 'pods', page: undefined });
        selectRow(screen, 'pods', pod.uid);
      },
    };
  }),
);
