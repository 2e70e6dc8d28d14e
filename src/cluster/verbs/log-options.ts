import { badRequest, type Cause, invalid } from '../status.ts';
import { isTrue, parsedInteger } from './options.ts';

/** What a log request asks for, checked as the real server checks it. */
export interface LogOptions {
  /** Empty: the only one. */
  readonly container: string;
  readonly previous: boolean;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  /** From when on, in milliseconds, if it is now that late. */
  readonly since: ((now: number) => number) | undefined;
}

const RESOURCE = { group: '', version: 'v1', kind: 'PodLogOptions', plural: '' };

/** Reads the query of a log request for a pod, or throws what is wrong with it. */
export function logOptions(query: URLSearchParams, pod: string): LogOptions {
  const tailLines = optionalInteger(query, 'tailLines');
  const limitBytes = optionalInteger(query, 'limitBytes');
  const sinceSeconds = optionalInteger(query, 'sinceSeconds');
  const sinceTime = optionalTime(query, 'sinceTime');
  const causes = [
    ...below(tailLines, 0, 'tailLines', 'must be greater than or equal to 0'),
    ...below(limitBytes, 1, 'limitBytes', 'must be greater than 0'),
    ...(sinceSeconds !== undefined && sinceTime !== undefined
      ? [TWO_TIMES]
      : below(sinceSeconds, 1, 'sinceSeconds', 'must be greater than 0')),
    ...(query.has('stream') ? [ONE_STREAM] : []),
  ];
  if (causes.length > 0) throw invalid(RESOURCE, pod, causes);
  return {
    container: query.get('container') ?? '',
    previous: isTrue(query.get('previous')),
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    tailLines,
    limitBytes,
    since:
      sinceTime !== undefined
        ? () => sinceTime
        : sinceSeconds !== undefined
          ? (now) => now - sinceSeconds * 1_000
          : undefined,
  };
}

const TWO_TIMES: Cause = {
  reason: 'FieldValueForbidden',
  message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
  field: '[]',
};

/** Of a server whose feature gate PodLogsQuerySplitStreams is off, as it is unless turned on. */
const ONE_STREAM: Cause = {
  reason: 'FieldValueForbidden',
  message: 'Forbidden: may not be specified',
  field: 'stream',
};

function below(
  value: number | undefined,
  least: number,
  field: string,
  why: string,
): readonly Cause[] {
  if (value === undefined || value >= least) return [];
  return [{ reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${why}`, field }];
}

function optionalInteger(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  return text === null ? undefined : parsedInteger(text);
}

/** In milliseconds. The API server hands times to the kubelet in whole seconds. */
function optionalTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time) || !/^\d{4}-/.test(text)) {
    const layout = '2006-01-02T15:04:05Z07:00';
    const what = JSON.stringify(text);
    throw badRequest(`parsing time ${what} as "${layout}": cannot parse ${what} as "2006"`);
  }
  return Math.floor(time / 1_000) * 1_000;
}
