import type { Kind } from '../kinds/kind.ts';
import type { Stored } from '../object.ts';
import { badRequest } from '../status.ts';
import type { Test } from './label.ts';

const TERM = /^([^=!]+)(==?|!=)(.*)$/;

/** A field selector: `metadata.name=x,status.phase!=Failed`, of the fields that the kind offers. */
export function fieldTest(selector: string, kind: Kind): Test {
  if (selector.trim() === '') return () => true;
  const terms = selector.split(',').filter((text) => text !== '');
  const tests = terms.map((text) => {
    const [, field = '', operator, value = ''] = TERM.exec(text) ?? [];
    if (operator === undefined) {
      throw badRequest(`invalid selector: '${selector}'; can't understand '${text}'`);
    }
    const read = reader(field, kind);
    return (object: Stored) => (read(object) === value) === (operator !== '!=');
  });
  return (object) => tests.every((holds) => holds(object));
}

function reader(field: string, kind: Kind): (object: Stored) => string {
  if (field === 'metadata.name') return (object) => object.metadata.name;
  if (field === 'metadata.namespace' && kind.namespaced) {
    return (object) => object.metadata.namespace ?? '';
  }
  const read = Object.hasOwn(kind.selectable, field) ? kind.selectable[field] : undefined;
  if (!read) throw badRequest(`field label not supported: ${field}`);
  return read;
}
