import { StatusError } from '../kubernetes/status.ts';

type RequestAttributes = {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly subresource: string | undefined;
};

/** Returns the error for a request that a real API server supports, but the demo does not. */
export function unsupportedRequest({ verb, group, plural, subresource }: RequestAttributes): StatusError {
  const kind = group === '' ? plural : `${plural}.${group}`;
  const resource = subresource === undefined ? kind : `${kind}/${subresource}`;
  return methodNotAllowed(
    `the flink-tui demo does not support "${verb} ${resource}": it can change and delete objects, but not create any`,
  );
}

export function unsupportedRollout(kind: string): StatusError {
  return methodNotAllowed(
    `cannot change the spec of ${kind}: the flink-tui demo does not simulate rollouts, only changes of replicas`,
  );
}

/** Rejects impersonation, because the request would otherwise run with the wrong permissions. */
export function unsupportedImpersonation(): StatusError {
  return methodNotAllowed('the flink-tui demo does not support impersonation (--as)');
}

export function unsupportedServerSideApply(): StatusError {
  return methodNotAllowed(
    'the flink-tui demo does not support server-side apply\nUse kubectl apply without --server-side',
  );
}

export function unknownResource({ group, plural }: Pick<RequestAttributes, 'group' | 'plural'>): StatusError {
  const kind = group === '' ? plural : `${plural}.${group}`;
  return new StatusError(404, 'NotFound', `the flink-tui demo does not serve ${kind}`, {});
}

function methodNotAllowed(message: string): StatusError {
  return new StatusError(405, 'MethodNotAllowed', message, {});
}
