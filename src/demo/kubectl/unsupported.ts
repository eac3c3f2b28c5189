import { StatusError } from '../kubernetes/status.ts';

type RequestAttributes = {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly subresource: string | undefined;
};

const scope = 'It changes and deletes the objects that it simulates, and creates none.';

/** What a real API server does and the demo does not: said, and never pretended. */
export function unsupportedRequest({ verb, group, plural, subresource }: RequestAttributes): StatusError {
  const kind = group === '' ? plural : `${plural}.${group}`;
  const what = subresource === undefined ? kind : `${kind}/${subresource}`;
  return methodNotAllowed(`the flink-tui demo does not support this: ${verb} ${what}. ${scope}`);
}

export function unsupportedRollout(kind: string): StatusError {
  return methodNotAllowed(
    `the flink-tui demo does not roll out: of the spec of ${kind} only the replicas of a Deployment can be changed.`,
  );
}

/** To ignore it would be to answer with other rights than one asked for. */
export function unsupportedImpersonation(): StatusError {
  return methodNotAllowed('the flink-tui demo does not support impersonation (--as).');
}

export function unsupportedServerSideApply(): StatusError {
  return methodNotAllowed(
    'the flink-tui demo does not support server-side apply. Use kubectl apply without --server-side.',
  );
}

export function unknownResource({ group, plural }: Pick<RequestAttributes, 'group' | 'plural'>): StatusError {
  const kind = group === '' ? plural : `${plural}.${group}`;
  return new StatusError(404, 'NotFound', `the flink-tui demo does not serve ${kind}`, {});
}

function methodNotAllowed(message: string): StatusError {
  return new StatusError(405, 'MethodNotAllowed', message, {});
}
