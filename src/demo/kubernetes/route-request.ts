import type { Kubelet } from '../contracts.ts';
import { findDiscoveryDocument } from '../kubectl/discovery.ts';
import { handleReplace } from '../kubectl/handle-replace.ts';
import { handleScale } from '../kubectl/handle-scale.ts';
import { findOpenApiDocument } from '../kubectl/openapi.ts';
import { handlePatch } from '../kubectl/patch/handle-patch.ts';
import { handleRulesReview, handleSelfReview } from '../kubectl/self-review.ts';
import { unknownResource, unsupportedRequest } from '../kubectl/unsupported.ts';
import { forbiddenPath, forbiddenResource, isAllowed, isPathAllowed, type User } from './access.ts';
import { handleAccessReview } from './access-review.ts';
import type { VersionedStore } from './object-store.ts';
import { handlePortForward } from './port-forward/handle-port-forward.ts';
import { type ResourceRequest, readRequestInfo } from './request-info.ts';
import { handleDelete } from './requests/delete.ts';
import { type Exchange, sendJson, sendText } from './requests/exchange.ts';
import { handleExec } from './requests/exec.ts';
import { handleGet } from './requests/get.ts';
import { handleList } from './requests/list.ts';
import { handleLog } from './requests/log.ts';
import { handlePodMetrics, type MetricsClock, metricsGroup } from './requests/pod-metrics.ts';
import { handleProxy } from './requests/service-proxy.ts';
import { handleWatch, type OpenWatches } from './requests/watch.ts';
import { type ApiResource, findResource, qualifiedName } from './resources.ts';

/** The parts of the simulated cluster that request handlers use. */
export type ServedCluster = {
  readonly store: VersionedStore;
  readonly kubelet: Kubelet;
  readonly watches: OpenWatches;
  readonly podMetrics: MetricsClock | undefined;
};

type RequestHandler = (
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  cluster: ServedCluster,
) => unknown;

const verbHandlers: Record<string, RequestHandler> = {
  get: (exchange, info, resource, { store }) => handleGet(exchange, info, resource, store),
  list: (exchange, info, resource, { store }) => handleList(exchange, info, resource, store),
  watch: (exchange, info, resource, { store, watches }) => handleWatch(exchange, info, resource, store, watches),
  patch: handlePatch,
  update: handleReplace,
  delete: handleDelete,
};

const subresourceHandlers: Record<string, RequestHandler> = {
  exec: handleExec,
  log: handleLog,
  portforward: handlePortForward,
  proxy: handleProxy,
  scale: handleScale,
};

/** Handlers of self-reviews. A client creates a review, but the server does not store it. */
const reviewHandlers: Record<string, (exchange: Exchange, user: User) => unknown> = {
  'selfsubjectaccessreviews.authorization.k8s.io': handleAccessReview,
  'selfsubjectrulesreviews.authorization.k8s.io': handleRulesReview,
  'selfsubjectreviews.authentication.k8s.io': handleSelfReview,
};

/** Passes a request to its handler. As in the real API server, unknown resources also require permission. */
export async function routeRequest(exchange: Exchange, user: User, cluster: ServedCluster): Promise<void> {
  const { method = 'GET', url = '/' } = exchange.request;
  const parsed = new URL(url, 'https://localhost');
  const info = readRequestInfo(method, parsed);
  if (!info) return handlePath(exchange, user, method, parsed.pathname);
  if (!isAllowed(user, info)) throw forbiddenResource(user, info);
  const review = info.verb === 'create' ? reviewHandlers[qualifiedName(info)] : undefined;
  if (review) {
    await review(exchange, user);
    return;
  }
  if (info.group === metricsGroup && cluster.podMetrics) {
    handlePodMetrics(exchange, info, cluster, cluster.podMetrics);
    return;
  }
  const resource = info.version === 'v1' ? findResource(info.group, info.plural) : undefined;
  if (!resource) throw unknownResource(info);
  await chooseHandler(info, resource)(exchange, info, resource, cluster);
}

function chooseHandler(info: ResourceRequest, resource: ApiResource): RequestHandler {
  const { subresource, verb } = info;
  if (subresource === undefined) {
    const verbHandler = resource.verbs.includes(verb) ? verbHandlers[verb] : undefined;
    if (!verbHandler) throw unsupportedRequest(info);
    return verbHandler;
  }
  const subresourceHandler = resource.subresources.includes(subresource) ? subresourceHandlers[subresource] : undefined;
  if (!subresourceHandler) throw unsupportedRequest(info);
  if (subresource === 'log' && verb !== 'get') throw unsupportedRequest(info);
  return subresourceHandler;
}

function handlePath(exchange: Exchange, user: User, method: string, path: string): void {
  if (!isPathAllowed(user, path)) throw forbiddenPath(user, method, path);
  const document = findDiscoveryDocument(path) ?? findOpenApiDocument(path);
  if (document) sendJson(exchange, 200, document);
  else if (['/healthz', '/livez', '/readyz'].includes(path)) sendText(exchange, 200, 'ok');
  else sendText(exchange, 404, '404 page not found\n');
}
