import type { DemoObject } from '../../contracts.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest } from '../status.ts';

/** Parses a field selector such as `status.phase=Running,metadata.name!=x`. Throws for an unsupported field. */
export function parseFieldSelector(text: string, resource: ApiResource): (object: DemoObject) => boolean {
  const requirements = text
    .split(',')
    .filter((requirement) => requirement !== '')
    .map((requirement) => {
      const [, field, operator, value = ''] = /^(.*?)(==|!=|=)(.*)$/.exec(requirement) ?? [];
      if (field === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${requirement}'`);
      if (!isSupportedField(field, resource)) throw badRequest(`field label not supported: ${field}`);
      return { path: pathOf(field, resource), equal: operator !== '!=', value };
    });
  return (object) => requirements.every(({ path, equal, value }) => (readField(object, path) === value) === equal);
}

function isSupportedField(field: string, { fields, namespaced }: ApiResource): boolean {
  return field === 'metadata.name' || (field === 'metadata.namespace' && namespaced) || fields.includes(field);
}

/** Returns the path of a field in the object. An event's `source` field is its `source.component`. */
function pathOf(field: string, { plural }: ApiResource): readonly string[] {
  return plural === 'events' && field === 'source' ? ['source', 'component'] : field.split('.');
}

function readField(object: DemoObject, path: readonly string[]): string {
  let value: unknown = object;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return value === undefined || value === null ? '' : String(value);
}
