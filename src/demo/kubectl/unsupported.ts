import { Refusal } from '../kubernetes/status.ts';

type Asked = {
  readonly verb: string;
  readonly group: string;
  readonly plural: string;
  readonly subresource: string | undefined;
};

const scope = 'It changes and deletes the objects that it simulates, and creates none.';

/** What a real API server does and the demo does not: said, and never pretended. */
export function unsupported({ verb, group, plural, subresource }: Asked): Refusal {
  const kind = group === '' ? plural : `${plural}.${group}`;
  const what = subresource === undefined ? kind : `${kind}/${subresource}`;
  return refuse(`the flink-tui demo does not support this: ${verb} ${what}. ${scope}`);
}

export function noRollout(kind: string): Refusal {
  return refuse(
    `the flink-tui demo does not roll out: of the spec of ${kind} only the replicas of a Deployment can be changed.`,
  );
}

/** To ignore it would be to answer with other rights than one asked for. */
export function noImpersonation(): Refusal {
  return refuse('the flink-tui demo does not support impersonation (--as).');
}

export function noServerSideApply(): Refusal {
  return refuse('the flink-tui demo does not support server-side apply. Use kubectl apply without --server-side.');
}

export function notServed({ group, plural }: Pick<Asked, 'group' | 'plural'>): Refusal {
  const kind = group === '' ? plural : `${plural}.${group}`;
  return new Refusal(404, 'NotFound', `the flink-tui demo does not serve ${kind}`, {});
}

function refuse(message: string): Refusal {
  return new Refusal(405, 'MethodNotAllowed', message, {});
}
