import { EVENTS, JOBS, LEASES, PODS, type Resource } from '../../api/resources.ts';
import { DEFINITIONS } from '../kinds/resources.ts';
import { type Draft, qualifiedName } from '../object.ts';
import type { Cause } from '../status.ts';
import { definitionCauses } from './definition.ts';
import { isObject } from './validate.ts';

/**
 * What is wrong with an object of a built-in kind: of all that the real server checks, that by which
 * kontinue's own writes could fail.
 */
export function builtInCauses(resource: Resource, object: Draft): readonly Cause[] {
  const { metadata, ...fields } = object as Draft & Readonly<Record<string, unknown>>;
  const spec = at(fields, 'spec');
  switch (qualifiedName(resource)) {
    case qualifiedName(JOBS): {
      const pod = at(at(spec, 'template'), 'spec');
      return [...podCauses(pod, 'spec.template.spec'), ...restartCauses(pod.restartPolicy)];
    }
    case qualifiedName(PODS):
      return podCauses(spec, 'spec');
    case qualifiedName(LEASES):
      return leaseCauses(spec.leaseDurationSeconds);
    case qualifiedName(EVENTS):
      return eventCauses(at(fields, 'involvedObject').namespace, metadata.namespace);
    case qualifiedName(DEFINITIONS):
      return definitionCauses(metadata.name, spec);
    default:
      return [];
  }
}

function podCauses({ containers }: Fields, path: string): readonly Cause[] {
  if (Array.isArray(containers) && containers.length > 0) return [];
  const field = `${path}.containers`;
  return [{ reason: 'FieldValueRequired', message: 'Required value', field }];
}

/** A Job's pods must come to an end. */
function restartCauses(policy: unknown): readonly Cause[] {
  if (policy === 'Never' || policy === 'OnFailure') return [];
  const message = 'Required value: valid values: "OnFailure", "Never"';
  return [{ reason: 'FieldValueRequired', message, field: 'spec.template.spec.restartPolicy' }];
}

function leaseCauses(seconds: unknown): readonly Cause[] {
  if (seconds === undefined || Number(seconds) > 0) return [];
  const message = `Invalid value: ${seconds}: must be greater than 0`;
  return [{ reason: 'FieldValueInvalid', message, field: 'spec.leaseDurationSeconds' }];
}

/** Events of what has no namespace are kept in these. */
const OPEN_NAMESPACES = ['default', 'kube-system'];

function eventCauses(involved: unknown = '', own = ''): readonly Cause[] {
  if (involved === own || (involved === '' && OPEN_NAMESPACES.includes(own))) return [];
  const message = `Invalid value: ${JSON.stringify(involved)}: does not match event.namespace`;
  return [{ reason: 'FieldValueInvalid', message, field: 'involvedObject.namespace' }];
}

type Fields = Readonly<Record<string, unknown>>;

function at(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isObject(value) ? value : {};
}
