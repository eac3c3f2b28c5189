/** The kubeconfig to read and the context to use. */
export type KubeConfigChoice = {
  /** `--kubeconfig`. Defaults to the files in KUBECONFIG, then ~/.kube/config, then the pod's service account. */
  readonly file?: string | undefined;
  readonly context?: string | undefined;
  readonly env: { readonly [name: string]: string | undefined };
};
