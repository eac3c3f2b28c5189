import { isTrue } from '../request-info.ts';
import { badRequest, invalid } from '../status.ts';

/** The query of a log request, checked. */
export type LogOptions = {
  readonly container: string | undefined;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  /** Lines before this are left out; RFC 3339 in UTC, as precise as it is meant. */
  readonly since: string | undefined;
};

export function readLogOptions(pod: string, query: URLSearchParams): LogOptions {
  const tailLines = readInteger(query.get('tailLines'));
  const sinceSeconds = readInteger(query.get('sinceSeconds'));
  const limitBytes = readInteger(query.get('limitBytes'));
  const sinceTime = readTime(query.get('sinceTime'));
  if (tailLines !== undefined && tailLines < 0) {
    throw refused(pod, 'tailLines', `Invalid value: ${tailLines}: must be greater than or equal to 0`);
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    throw refused(pod, 'limitBytes', `Invalid value: ${limitBytes}: must be greater than 0`);
  }
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    const message = 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified';
    throw refused(pod, '[]', message, 'FieldValueForbidden');
  }
  if (sinceSeconds !== undefined && sinceSeconds < 1) {
    throw refused(pod, 'sinceSeconds', `Invalid value: ${sinceSeconds}: must be greater than 0`);
  }
  const ago = sinceSeconds === undefined ? undefined : new Date(Date.now() - sinceSeconds * 1000).toISOString();
  return {
    container: query.get('container') || undefined,
    follow: isTrue(query.get('follow')),
    previous: isTrue(query.get('previous')),
    timestamps: isTrue(query.get('timestamps')),
    tailLines,
    limitBytes,
    // Without the Z, so that it compares as text with times of any precision.
    since: sinceTime ?? ago?.slice(0, -1),
  };
}

function readInteger(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

/** The API server hands the time on to the kubelet in whole seconds. */
function readTime(text: string | null): string | undefined {
  if (text === null || text === '') return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || !/^\d{4}-\d\d-\d\dT/.test(text)) {
    throw badRequest(`parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse "${text}" as "2006"`);
  }
  return time.toISOString().slice(0, 19);
}

function refused(pod: string, field: string, message: string, reason = 'FieldValueInvalid') {
  return invalid({ kind: 'PodLogOptions', name: pod }, { reason, message, field });
}
