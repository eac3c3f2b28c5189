import type { Pod } from '../../../kubernetes/objects.ts';
import { maskValue } from './mask-pod.ts';

/** A variable of a container. A value that looks secret is masked; the value of a Secret is never read. */
export type EnvironmentVariable = {
  readonly name: string;
  /** undefined if Kubernetes takes it from somewhere else. */
  readonly value: string | undefined;
  /** `Secret db, key password`; undefined for a value in the pod. */
  readonly source: string | undefined;
};

/** A volume and what is in it: `ConfigMap flink-config-orders`. */
export type PodVolume = { readonly name: string; readonly source: string };

type Container = NonNullable<Pod['spec']>['containers'][number];
type Variable = NonNullable<Container['env']>[number];
type Volume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];

/** Returns the variables of a container in their order, those of whole ConfigMaps and Secrets first, as Kubernetes does. */
export function environmentOf({ env = [], envFrom = [] }: Container): readonly EnvironmentVariable[] {
  const whole = envFrom.map(({ prefix = '', configMapRef, secretRef }) => ({
    name: `${prefix}*`,
    value: undefined,
    source:
      configMapRef !== undefined ? `all of ConfigMap ${configMapRef.name}` : `all of Secret ${secretRef?.name ?? ''}`,
  }));
  return [...whole, ...env.map(variableOf)];
}

function variableOf({ name, value, valueFrom }: Variable): EnvironmentVariable {
  if (valueFrom === undefined) return { name, value: maskValue(name, value ?? ''), source: undefined };
  return { name, value: undefined, source: sourceOf(valueFrom) };
}

function sourceOf({
  secretKeyRef,
  configMapKeyRef,
  fieldRef,
  resourceFieldRef,
}: NonNullable<Variable['valueFrom']>): string {
  if (secretKeyRef !== undefined) return `Secret ${secretKeyRef.name}, key ${secretKeyRef.key}`;
  if (configMapKeyRef !== undefined) return `ConfigMap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`;
  if (fieldRef !== undefined) return `field ${fieldRef.fieldPath}`;
  return resourceFieldRef === undefined ? 'unknown source' : `resource ${resourceFieldRef.resource}`;
}

/** Returns the volumes of a pod. The contents of Secrets are not read. */
export function podVolumes({ spec }: Pod): readonly PodVolume[] {
  return (spec?.volumes ?? []).map((volume) => ({ name: volume.name, source: volumeSource(volume) }));
}

function volumeSource(volume: Volume): string {
  const { configMap, secret, emptyDir, persistentVolumeClaim: claim, hostPath, projected, csi } = volume;
  if (configMap !== undefined) return `ConfigMap ${configMap.name}`;
  if (secret !== undefined) return `Secret ${secret.secretName}`;
  if (emptyDir !== undefined) return emptyDirText(emptyDir);
  if (claim !== undefined) return `PersistentVolumeClaim ${claim.claimName}`;
  if (hostPath !== undefined) return `path ${hostPath.path} of the node`;
  if (csi !== undefined) return `CSI driver ${csi.driver}`;
  if (projected !== undefined) return `projected: ${(projected.sources ?? []).map(projectedText).join(', ')}`;
  const kind = Object.keys(volume).find((key) => key !== 'name');
  return kind ?? 'unknown';
}

function emptyDirText({ medium, sizeLimit }: NonNullable<Volume['emptyDir']>): string {
  const kind = medium === 'Memory' ? 'empty directory in memory' : 'empty directory';
  return sizeLimit === undefined ? kind : `${kind}, at most ${sizeLimit}`;
}

type Projected = NonNullable<NonNullable<Volume['projected']>['sources']>[number];

function projectedText({ configMap, secret, serviceAccountToken, downwardAPI }: Projected): string {
  if (configMap !== undefined) return `ConfigMap ${configMap.name}`;
  if (secret !== undefined) return `Secret ${secret.name}`;
  if (serviceAccountToken !== undefined) return 'token of the service account';
  return downwardAPI === undefined ? 'another source' : 'fields of the pod';
}
