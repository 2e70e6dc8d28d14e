import type { ResourceRequestContext } from '../http/request-context.ts';
import type { Writer } from '../managed/managers.ts';
import { apiVersionOf } from '../object.ts';
import { type Cause, invalid } from '../status.ts';
import { isTrue } from './options.ts';

const LONGEST = 128;

/** Who a write is by: the manager that it names, else its program. Throws for a name that is none. */
export function writerOf(exchange: ResourceRequestContext, operation: Writer['operation']): Writer {
  const { kind, query, request, subresource } = exchange;
  const named = query.get('fieldManager') ?? '';
  const causes = managerCauses(named);
  if (operation === 'Apply' && named === '') causes.push(REQUIRED);
  if (operation === 'Update' && request.method === 'PATCH' && query.has('force')) {
    causes.push(NO_FORCE);
  }
  const options = OPTIONS[request.method ?? ''] ?? '';
  const resource = { group: 'meta.k8s.io', version: 'v1', kind: options, plural: '' };
  if (causes.length > 0) throw invalid(resource, '', causes);
  const program = request.headers['user-agent']?.split('/')[0]?.slice(0, LONGEST);
  return {
    manager: named || program || 'unknown',
    operation,
    apiVersion: apiVersionOf(kind.resource),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

/** Whether an apply takes what others own. */
export function isForced(query: URLSearchParams): boolean {
  const force = query.get('force') ?? '';
  return isTrue(force) || (query.has('force') && !['false', '0', ''].includes(force));
}

const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
};

const REQUIRED: Cause = {
  reason: 'FieldValueRequired',
  message: 'Required value: is required for apply patch',
  field: 'fieldManager',
};
const NO_FORCE: Cause = {
  reason: 'FieldValueForbidden',
  message: 'Forbidden: may not be specified for non-apply patch',
  field: 'force',
};

function managerCauses(name: string): Cause[] {
  const field = 'fieldManager';
  const causes: Cause[] = [];
  if (Buffer.byteLength(name) > LONGEST) {
    const message = `Too long: may not be more than ${LONGEST} bytes`;
    causes.push({ reason: 'FieldValueTooLong', message, field });
  }
  if (/\p{C}/u.test(name)) {
    const message = `Invalid value: ${JSON.stringify(name)}: should only contain printable characters`;
    causes.push({ reason: 'FieldValueInvalid', message, field });
  }
  return causes;
}
