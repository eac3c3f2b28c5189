/** Parses an ISO 8601 duration of a day or less to ms: `PT15S`, `PT1M30.5S`; undefined if it is none. */
export function isoDuration(text: string): number | undefined {
  const [matched, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text) ?? [];
  if (matched === undefined || matched === 'PT') return undefined;
  return Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
}
