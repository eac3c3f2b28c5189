import { isTrueParameter } from '../request-info.ts';
import { badRequest, invalid } from '../status.ts';

/** The validated query parameters of a log request. */
export type LogOptions = {
  readonly container: string | undefined;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  /** Time of the oldest line to return: RFC 3339 in UTC without the `Z`, with any precision. */
  readonly since: string | undefined;
};

export function parseLogOptions(pod: string, query: URLSearchParams): LogOptions {
  const tailLines = parseInteger(query.get('tailLines'));
  const sinceSeconds = parseInteger(query.get('sinceSeconds'));
  const limitBytes = parseInteger(query.get('limitBytes'));
  const sinceTime = parseTime(query.get('sinceTime'));
  if (tailLines !== undefined && tailLines < 0) {
    throw invalidOption(pod, 'tailLines', `Invalid value: ${tailLines}: must be greater than or equal to 0`);
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    throw invalidOption(pod, 'limitBytes', `Invalid value: ${limitBytes}: must be greater than 0`);
  }
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    const message = 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified';
    throw invalidOption(pod, '[]', message, 'FieldValueForbidden');
  }
  if (sinceSeconds !== undefined && sinceSeconds < 1) {
    throw invalidOption(pod, 'sinceSeconds', `Invalid value: ${sinceSeconds}: must be greater than 0`);
  }
  const secondsAgo = sinceSeconds === undefined ? undefined : new Date(Date.now() - sinceSeconds * 1000).toISOString();
  return {
    container: query.get('container') || undefined,
    follow: isTrueParameter(query.get('follow')),
    previous: isTrueParameter(query.get('previous')),
    timestamps: isTrueParameter(query.get('timestamps')),
    tailLines,
    limitBytes,
    // Without the Z, the text compares correctly with times of any precision.
    since: sinceTime ?? secondsAgo?.slice(0, -1),
  };
}

function parseInteger(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

/** Parses `sinceTime` and truncates it to whole seconds, as the API server does for the kubelet. */
function parseTime(text: string | null): string | undefined {
  if (text === null || text === '') return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || !/^\d{4}-\d\d-\d\dT/.test(text)) {
    throw badRequest(`parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse "${text}" as "2006"`);
  }
  return time.toISOString().slice(0, 19);
}

function invalidOption(pod: string, field: string, message: string, reason = 'FieldValueInvalid') {
  return invalid({ kind: 'PodLogOptions', name: pod }, { reason, message, field });
}
