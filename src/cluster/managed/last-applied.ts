import { readJson } from '../json.ts';
import { canonicalJson } from '../object.ts';
import { isObject } from '../schema/validate.ts';
import { fieldsOf } from './compare.ts';
import { FieldSet } from './field-set.ts';
import type { FieldType } from './field-type.ts';
import type { Writer } from './managers.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where kubectl keeps what it applied without the server's help. */
const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** kubectl takes over what it applied itself before; any other manager does not. */
function takesOver({ manager }: Writer): boolean {
  return manager === 'kubectl';
}

/** What a writer may take though others own it: what it applied on the client before. */
export function findTakenOver(type: FieldType, live: object, writer: Writer): FieldSet {
  const text = annotationsOf(live)[ANNOTATION];
  if (!takesOver(writer) || typeof text !== 'string') return new FieldSet();
  try {
    return fieldsOf(type, readJson(text));
  } catch {
    return new FieldSet(); // Anyone may write the annotation: one that is no JSON says nothing.
  }
}

/** An applied object whose annotation says what was applied now, if it has the annotation. */
export function setLastApplied(object: Fields, config: Fields, writer: Writer): Fields {
  const annotations = annotationsOf(object);
  if (!takesOver(writer) || annotations[ANNOTATION] === undefined) return object;
  const text = `${canonicalJson(withoutAnnotation(config))}\n`;
  const metadata = {
    ...(object.metadata as Fields),
    annotations: { ...annotations, [ANNOTATION]: text },
  };
  return { ...object, metadata };
}

function withoutAnnotation(config: Fields): Fields {
  const { [ANNOTATION]: text, ...annotations } = annotationsOf(config);
  if (text === undefined) return config;
  return { ...config, metadata: { ...(config.metadata as Fields), annotations } };
}

function annotationsOf(object: object): Fields {
  const { metadata } = object as Fields;
  const annotations = isObject(metadata) ? metadata.annotations : undefined;
  return isObject(annotations) ? annotations : {};
}
