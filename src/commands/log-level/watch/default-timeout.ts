/** How long pods are watched at least: the kubelet's two minutes where it is not told, and an interval. */
export const defaultTimeoutMs = 180_000;
