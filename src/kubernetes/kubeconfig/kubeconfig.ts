/** Where to find a kubeconfig and what to take from it. */
export type KubeConfigChoice = {
  /** `--kubeconfig`; else KUBECONFIG (several files), else ~/.kube/config, else the pod's own service account. */
  readonly file?: string | undefined;
  readonly context?: string | undefined;
  readonly env: { readonly [name: string]: string | undefined };
};
