import { stringify } from 'yaml';
import type { Pod } from '../../../kubernetes/objects.ts';
import { maskObject } from './mask-pod.ts';

/** Returns the Kubernetes object of a pod without secrets and without the bookkeeping of server-side apply. */
export function shownPodObject(pod: Pod): unknown {
  const { managedFields, ...metadata } = pod.metadata ?? {};
  const { spec, status } = pod;
  // Items of a list have no apiVersion and kind.
  return { apiVersion: 'v1', kind: 'Pod', ...(maskObject({ metadata, spec, status }) as object) };
}

const known = new WeakMap<Pod, string>();

/** Formats the Kubernetes object of a pod as YAML, without secrets. */
export function podYaml(pod: Pod): string {
  const text = known.get(pod) ?? stringify(shownPodObject(pod), { lineWidth: 0, aliasDuplicateObjects: false });
  known.set(pod, text);
  return text.trimEnd();
}
