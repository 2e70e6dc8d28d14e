import { statusJson } from '../http/answer.ts';
import { acceptedForm, includedObject } from '../http/negotiation.ts';
import type { ResourceRequestContext } from '../http/request-context.ts';
import { apiVersionOf, type Stored, toJson } from '../object.ts';
import type { StatusError } from '../status.ts';
import { bookmarkTableJson, partialJson, tableJson } from '../tables/table.ts';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** The lines of one watch, in the form that it asked for. */
export interface EventLines {
  readonly event: (type: EventType, object: Stored) => string;
  readonly bookmark: (version: number, endsInitialEvents: boolean) => string;
}

export function eventLines(exchange: ResourceRequestContext): EventLines {
  const { kind, query, request, parts } = exchange;
  const form = acceptedForm(request.headers.accept);
  const include = form === 'table' ? includedObject(query) : 'None';
  const type = { kind: kind.resource.kind, apiVersion: apiVersionOf(kind.resource) };
  let heads = true;

  const encodeBookmark = (metadata: { readonly resourceVersion: string }): string => {
    const plain = JSON.stringify({ ...type, metadata });
    if (form === 'json') return plain;
    if (form === 'partial') return partialJson({ metadata });
    const rides = include === 'Object' ? plain : partialJson({ metadata });
    const { resourceVersion } = metadata;
    const now = parts.clock.now();
    const options = { now, metadata: { resourceVersion }, heads };
    heads = false;
    return bookmarkTableJson(kind.columns, rides, options);
  };

  const encode = (object: Stored): string => {
    if (form === 'json') return toJson(object);
    if (form === 'partial') return partialJson(object);
    const { resourceVersion } = object.metadata;
    const now = parts.clock.now();
    const metadata = { resourceVersion };
    const table = tableJson(kind.columns, [object], { now, include, metadata, heads });
    heads = false;
    return table;
  };

  return {
    event: (type, object) => `{"type":"${type}","object":${encode(object)}}\n`,
    bookmark: (version, endsInitialEvents) => {
      const metadata = {
        resourceVersion: String(version),
        ...(endsInitialEvents ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
      };
      return `{"type":"BOOKMARK","object":${encodeBookmark(metadata)}}\n`;
    },
  };
}

/** The line that tells a watch why it ends. */
export function errorLine(error: StatusError): string {
  return `{"type":"ERROR","object":${statusJson(error)}}\n`;
}
