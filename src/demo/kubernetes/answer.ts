import type { Kubelet } from '../parts.ts';
import { forbidden, forbiddenPath, isAllowed, isOpenPath, type User } from './access.ts';
import { answerAccessReview } from './access-review.ts';
import { answerDelete } from './delete.ts';
import { discover } from './discovery.ts';
import { type Exchange, sendJson, sendText } from './exchange.ts';
import { answerExec } from './exec.ts';
import { answerGet } from './get.ts';
import { answerList } from './list.ts';
import { answerLog } from './log.ts';
import type { VersionedStore } from './object-store.ts';
import { answerPatch } from './patch/answer-patch.ts';
import { answerPortForward } from './port-forward/answer-port-forward.ts';
import { type ResourceRequest, readRequestInfo } from './request-info.ts';
import { type ApiResource, findResource } from './resources.ts';
import { answerProxy } from './service-proxy.ts';
import { methodNotAllowed, noSuchResource } from './status.ts';
import { answerWatch, type OpenWatches } from './watch.ts';

/** All that answers are made from. */
export type Cluster = {
  readonly store: VersionedStore;
  readonly kubelet: Kubelet;
  readonly watches: OpenWatches;
};

type Answer = (exchange: Exchange, info: ResourceRequest, resource: ApiResource, cluster: Cluster) => unknown;

const byVerb: Record<string, Answer> = {
  get: (exchange, info, resource, { store }) => answerGet(exchange, info, resource, store),
  list: (exchange, info, resource, { store }) => answerList(exchange, info, resource, store),
  watch: (exchange, info, resource, { store, watches }) => answerWatch(exchange, info, resource, store, watches),
  patch: answerPatch,
  delete: answerDelete,
};

const bySubresource: Record<string, Answer> = {
  exec: answerExec,
  log: answerLog,
  portforward: answerPortForward,
  proxy: answerProxy,
};

/** Who may not is told so before what is not there: in the order of the real server. */
export async function answer(exchange: Exchange, user: User, cluster: Cluster): Promise<void> {
  const { method = 'GET', url = '/' } = exchange.request;
  const parsed = new URL(url, 'https://localhost');
  const info = readRequestInfo(method, parsed);
  if (!info) return answerPath(exchange, user, method, parsed.pathname);
  if (!isAllowed(user, info)) throw forbidden(user, info);
  if (info.group === 'authorization.k8s.io' && info.plural === 'selfsubjectaccessreviews' && info.verb === 'create') {
    return answerAccessReview(exchange, user);
  }
  const resource = info.version === 'v1' ? findResource(info.group, info.plural) : undefined;
  if (!resource) throw noSuchResource();
  await chooseAnswer(info, resource)(exchange, info, resource, cluster);
}

function chooseAnswer({ subresource, verb }: ResourceRequest, resource: ApiResource): Answer {
  if (subresource === undefined) {
    const answerOne = resource.verbs.includes(verb) ? byVerb[verb] : undefined;
    if (!answerOne) throw methodNotAllowed();
    return answerOne;
  }
  const answerPart = resource.subresources.includes(subresource) ? bySubresource[subresource] : undefined;
  if (!answerPart) throw noSuchResource();
  if (subresource === 'log' && verb !== 'get') throw methodNotAllowed();
  return answerPart;
}

function answerPath(exchange: Exchange, user: User, method: string, path: string): void {
  if (!isOpenPath(user, path)) throw forbiddenPath(user, method, path);
  const document = discover(path);
  if (document) sendJson(exchange, 200, document);
  else if (['/healthz', '/livez', '/readyz'].includes(path)) sendText(exchange, 200, 'ok');
  else sendText(exchange, 404, '404 page not found\n');
}
