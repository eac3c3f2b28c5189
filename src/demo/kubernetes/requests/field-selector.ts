import type { DemoObject } from '../../contracts.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest } from '../status.ts';

/** `status.phase=Running,metadata.name!=x`; a field that the kind does not offer is refused. */
export function parseFieldSelector(text: string, resource: ApiResource): (object: DemoObject) => boolean {
  const terms = text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const [, field, operator, value = ''] = /^(.*?)(==|!=|=)(.*)$/.exec(term) ?? [];
      if (field === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      if (!isOffered(field, resource)) throw badRequest(`field label not supported: ${field}`);
      return { path: pathOf(field, resource), equal: operator !== '!=', value };
    });
  return (object) => terms.every(({ path, equal, value }) => (readField(object, path) === value) === equal);
}

function isOffered(field: string, { fields, namespaced }: ApiResource): boolean {
  return field === 'metadata.name' || (field === 'metadata.namespace' && namespaced) || fields.includes(field);
}

/** An event's `source` is the component of it. */
function pathOf(field: string, { plural }: ApiResource): readonly string[] {
  return plural === 'events' && field === 'source' ? ['source', 'component'] : field.split('.');
}

function readField(object: DemoObject, path: readonly string[]): string {
  let value: unknown = object;
  for (const step of path) value = (value as Record<string, unknown> | undefined)?.[step];
  return value === undefined || value === null ? '' : String(value);
}
