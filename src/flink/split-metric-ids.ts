/**
 * Characters of the ids in a request. Flink rejects request lines of more than 4,096 characters (the default of Netty's
 * HttpServerCodec).
 */
const maxCharacters = 3500;
/** A comma in a query. */
const separatorLength = '%2C'.length;

/**
 * Splits the ids of metrics into groups that fit into the query of a request. An id that is too long is alone. `used`:
 * characters of the other parameters
 */
export function splitMetricIds(ids: readonly string[], used = 0): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const added = encodeURIComponent(id).length + separatorLength;
    if (length + added > maxCharacters - used) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)?.push(id);
    length += added;
  }
  return groups;
}
