export type JsonValue = null | boolean | number | string | JsonValue[] | JsonMap;
export type JsonMap = { [key: string]: JsonValue };

export function isMap(value: JsonValue | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
