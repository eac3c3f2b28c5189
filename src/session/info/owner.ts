import type { Deployment } from '../../kubernetes/objects.ts';

/** Who owns a session cluster, and so undoes changes by hand. */
export type Owner =
  | { readonly kind: 'operator' | 'controller'; readonly resource: string; readonly name: string }
  | { readonly kind: 'helm'; readonly release: string }
  /** The label `app.kubernetes.io/managed-by`. */
  | { readonly kind: 'label'; readonly name: string }
  /** A client of Flink, such as kubernetes-session.sh. */
  | { readonly kind: 'client' };

/**
 * Finds the owner of the JobManager Deployment. The Flink Kubernetes Operator sets an owner reference to its
 * FlinkDeployment, and Helm sets the annotation `meta.helm.sh/release-name`.
 */
export function ownerOf({ metadata }: Deployment): Owner {
  const [reference] = metadata?.ownerReferences ?? [];
  if (reference !== undefined) {
    const kind = reference.kind === 'FlinkDeployment' ? 'operator' : 'controller';
    return { kind, resource: reference.kind, name: reference.name };
  }
  const release = metadata?.annotations?.['meta.helm.sh/release-name'];
  if (release !== undefined) return { kind: 'helm', release };
  const managedBy = metadata?.labels?.['app.kubernetes.io/managed-by'];
  return managedBy === undefined ? { kind: 'client' } : { kind: 'label', name: managedBy };
}

export function ownerText(owner: Owner): string {
  switch (owner.kind) {
    case 'operator':
      return `Flink Kubernetes Operator (FlinkDeployment ${owner.name})`;
    case 'controller':
      return `${owner.resource} ${owner.name}`;
    case 'helm':
      return `Helm (release ${owner.release})`;
    case 'label':
      return `${owner.name} (label app.kubernetes.io/managed-by)`;
    case 'client':
      return 'none: started by a client of Flink, such as kubernetes-session.sh';
  }
}

/** Says what happens to changes by hand, and what to change instead; undefined without an owner. */
export function ownerAdvice(owner: Owner, namespace: string): string | undefined {
  switch (owner.kind) {
    case 'operator':
      return `Changes by hand are lost with the next upgrade. Edit the FlinkDeployment: kubectl edit flinkdeployment ${owner.name} -n ${namespace}`;
    case 'controller':
      return `${owner.resource} ${owner.name} may undo changes by hand`;
    case 'helm':
      return `Changes by hand are lost with the next helm upgrade. Change the values of release ${owner.release}`;
    case 'label':
      return `${owner.name} may undo changes by hand`;
    case 'client':
      return undefined;
  }
}
