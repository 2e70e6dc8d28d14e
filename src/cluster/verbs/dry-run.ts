import { invalid } from '../status.ts';

type Options = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

/** Whether a write is only to be tried, as the query or the options sent along say. */
export function isDryRun(query: URLSearchParams, kind: Options, sent: unknown = []): boolean {
  const stages = [...query.getAll('dryRun'), ...(Array.isArray(sent) ? sent.map(String) : [])];
  if (stages.every((stage) => stage === 'All')) return stages.length > 0;
  const message = `Unsupported value: ${JSON.stringify(stages)}: supported values: "All"`;
  const resource = { group: 'meta.k8s.io', version: 'v1', kind, plural: '' };
  throw invalid(resource, '', [{ reason: 'FieldValueNotSupported', message, field: 'dryRun' }]);
}
