import type { Kubelet } from '../contracts.ts';
import { answerReplace } from '../kubectl/answer-replace.ts';
import { answerScale } from '../kubectl/answer-scale.ts';
import { answerRulesReview, answerSelfReview } from '../kubectl/answer-self-review.ts';
import { discover } from '../kubectl/discovery.ts';
import { openApi } from '../kubectl/openapi.ts';
import { answerPatch } from '../kubectl/patch/answer-patch.ts';
import { notServed, unsupported } from '../kubectl/unsupported.ts';
import { forbidden, forbiddenPath, isAllowed, isOpenPath, type User } from './access.ts';
import { answerAccessReview } from './access-review.ts';
import type { VersionedStore } from './object-store.ts';
import { answerPortForward } from './port-forward/answer-port-forward.ts';
import { type ResourceRequest, readRequestInfo } from './request-info.ts';
import { answerDelete } from './requests/delete.ts';
import { type Exchange, sendJson, sendText } from './requests/exchange.ts';
import { answerExec } from './requests/exec.ts';
import { answerGet } from './requests/get.ts';
import { answerList } from './requests/list.ts';
import { answerLog } from './requests/log.ts';
import { answerProxy } from './requests/service-proxy.ts';
import { answerWatch, type OpenWatches } from './requests/watch.ts';
import { type ApiResource, findResource, qualifiedName } from './resources.ts';

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
  update: answerReplace,
  delete: answerDelete,
};

const bySubresource: Record<string, Answer> = {
  exec: answerExec,
  log: answerLog,
  portforward: answerPortForward,
  proxy: answerProxy,
  scale: answerScale,
};

/** What one may, and who one is: questions that store nothing. */
const reviews: Record<string, (exchange: Exchange, user: User) => unknown> = {
  'selfsubjectaccessreviews.authorization.k8s.io': answerAccessReview,
  'selfsubjectrulesreviews.authorization.k8s.io': answerRulesReview,
  'selfsubjectreviews.authentication.k8s.io': answerSelfReview,
};

/** Who may not is told so before what is not there: in the order of the real server. */
export async function answer(exchange: Exchange, user: User, cluster: Cluster): Promise<void> {
  const { method = 'GET', url = '/' } = exchange.request;
  const parsed = new URL(url, 'https://localhost');
  const info = readRequestInfo(method, parsed);
  if (!info) return answerPath(exchange, user, method, parsed.pathname);
  if (!isAllowed(user, info)) throw forbidden(user, info);
  const review = info.verb === 'create' ? reviews[qualifiedName(info)] : undefined;
  if (review) {
    await review(exchange, user);
    return;
  }
  const resource = info.version === 'v1' ? findResource(info.group, info.plural) : undefined;
  if (!resource) throw notServed(info);
  await chooseAnswer(info, resource)(exchange, info, resource, cluster);
}

function chooseAnswer(info: ResourceRequest, resource: ApiResource): Answer {
  const { subresource, verb } = info;
  if (subresource === undefined) {
    const answerOne = resource.verbs.includes(verb) ? byVerb[verb] : undefined;
    if (!answerOne) throw unsupported(info);
    return answerOne;
  }
  const answerPart = resource.subresources.includes(subresource) ? bySubresource[subresource] : undefined;
  if (!answerPart) throw unsupported(info);
  if (subresource === 'log' && verb !== 'get') throw unsupported(info);
  return answerPart;
}

function answerPath(exchange: Exchange, user: User, method: string, path: string): void {
  if (!isOpenPath(user, path)) throw forbiddenPath(user, method, path);
  const document = discover(path) ?? openApi(path);
  if (document) sendJson(exchange, 200, document);
  else if (['/healthz', '/livez', '/readyz'].includes(path)) sendText(exchange, 200, 'ok');
  else sendText(exchange, 404, '404 page not found\n');
}
