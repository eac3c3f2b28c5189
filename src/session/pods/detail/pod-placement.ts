import type { Pod } from '../../../kubernetes/objects.ts';

/** Where a pod may run, as text: the rules that somebody has set. */
export type PodPlacement = {
  /** `disk=ssd` */
  readonly nodeSelector: readonly string[];
  /** `dedicated=flink:NoSchedule`, without those that Kubernetes adds to every pod. */
  readonly tolerations: readonly string[];
  /** `node: zone In a, b` */
  readonly affinity: readonly string[];
};

type Spec = NonNullable<Pod['spec']>;
type Toleration = NonNullable<Spec['tolerations']>[number];
type Affinity = NonNullable<Spec['affinity']>;
type NodeTerm = NonNullable<
  NonNullable<Affinity['nodeAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>['nodeSelectorTerms'][number];
type PodRule = NonNullable<Affinity['podAffinity']>;

/** Kubernetes' DefaultTolerationSeconds adds them to every pod. */
const defaults = new Set(['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']);

export function podPlacement({ spec }: Pod): PodPlacement {
  const isDefault = ({ key, tolerationSeconds }: Toleration) => defaults.has(key ?? '') && tolerationSeconds === 300;
  return {
    nodeSelector: Object.entries(spec?.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`),
    tolerations: (spec?.tolerations ?? []).filter((toleration) => !isDefault(toleration)).map(tolerationText),
    affinity: spec?.affinity === undefined ? [] : affinityTexts(spec.affinity),
  };
}

function tolerationText({ key, operator, value, effect, tolerationSeconds }: Toleration): string {
  const taint = key === undefined ? 'every taint' : operator === 'Exists' ? key : `${key}=${value ?? ''}`;
  const time = tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds} s`;
  return `${taint}${effect === undefined ? '' : `:${effect}`}${time}`;
}

function affinityTexts({ nodeAffinity, podAffinity, podAntiAffinity }: Affinity): readonly string[] {
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const preferred = nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...(required.length === 0 ? [] : [`node: ${required.map(nodeTerm).join(' or ')}`]),
    ...preferred.map(({ preference, weight }) => `node, preferred (${weight}): ${nodeTerm(preference)}`),
    ...podTexts('near pods', podAffinity),
    ...podTexts('away from pods', podAntiAffinity),
  ];
}

function nodeTerm({ matchExpressions = [], matchFields = [] }: NodeTerm): string {
  return [...matchExpressions, ...matchFields].map(expressionText).join(' and ');
}

type Expression = { readonly key: string; readonly operator: string; readonly values?: string[] };

function expressionText({ key, operator, values = [] }: Expression): string {
  return [key, operator, values.join(', ')].filter(Boolean).join(' ');
}

function podTexts(kind: string, rule: PodRule | undefined): readonly string[] {
  const required = rule?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = rule?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...required.map((term) => `${kind}: ${podTerm(term)}`),
    ...preferred.map(({ podAffinityTerm, weight }) => `${kind}, preferred (${weight}): ${podTerm(podAffinityTerm)}`),
  ];
}

type PodTerm = NonNullable<PodRule['requiredDuringSchedulingIgnoredDuringExecution']>[number];

function podTerm({ labelSelector, topologyKey }: PodTerm): string {
  const labels = Object.entries(labelSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (labelSelector?.matchExpressions ?? []).map(expressionText);
  return `${[...labels, ...expressions].join(' and ')} by ${topologyKey}`;
}
