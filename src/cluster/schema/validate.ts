import type { Schema } from '../../api/crds/schema.ts';
import { writeJson } from '../json.ts';
import type { Cause } from '../status.ts';
import { hasFormat } from './format.ts';
import { matchesPattern } from './pattern.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a value under a structural schema, with the messages of the real server. */
export function validate(schema: Schema, value: unknown, path: string): readonly Cause[] {
  if (value === null && schema.nullable) return [];
  if (!hasType(schema, value)) {
    const cause = wrongType(path, expectedType(schema), JSON.stringify(typeOf(value)));
    if (schema.type !== 'integer' || !isNumber(value)) return [cause];
    // The real server looks at a fraction twice, and says so.
    return [cause, fraction(path), ...validateNumber(schema, value, path)];
  }
  const causes = [...validateEnum(schema, value, path)];
  if (typeof value === 'string') causes.push(...validateText(schema, value, path));
  else if (isNumber(value)) causes.push(...validateNumber(schema, value, path));
  else if (Array.isArray(value)) causes.push(...validateItems(schema, value, path));
  else if (isObject(value)) causes.push(...validateFields(schema, value, path));
  return causes;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(schema: Schema, value: unknown): boolean {
  const type = typeOf(value);
  if (schema['x-kubernetes-int-or-string']) return type === 'integer' || type === 'string';
  if (schema.type === undefined) return true;
  return schema.type === type || (schema.type === 'number' && type === 'integer');
}

function expectedType(schema: Schema): string {
  return schema['x-kubernetes-int-or-string'] ? 'integer,string' : (schema.type ?? '');
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const isInteger =
    typeof value === 'bigint' || (Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63);
  return isInteger ? 'integer' : typeof value;
}

function validateEnum(schema: Schema, value: unknown, path: string): readonly Cause[] {
  if (!schema.enum || schema.enum.some((allowed) => allowed === value)) return [];
  const allowed = schema.enum.map((item) => JSON.stringify(item)).join(', ');
  return [
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${writeJson(value)}: supported values: ${allowed}`,
      field: path,
    },
  ];
}

function validateText(schema: Schema, value: string, path: string): readonly Cause[] {
  const causes: Cause[] = [];
  const { minLength, maxLength, pattern, format } = schema;
  const length = [...value].length;
  if (minLength !== undefined && length < minLength) {
    causes.push(wrong(path, value, `should be at least ${minLength} chars long`));
  }
  if (maxLength !== undefined && length > maxLength) {
    causes.push({
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${maxLength} bytes`,
      field: path,
    });
  }
  if (pattern !== undefined && !matchesPattern(pattern, value)) {
    causes.push(wrong(path, value, `should match '${pattern}'`));
  }
  if (format !== undefined && !hasFormat(format, value)) {
    causes.push(wrongType(path, format, JSON.stringify(value)));
  }
  return causes;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function validateNumber(schema: Schema, value: number | bigint, path: string): readonly Cause[] {
  const { minimum, maximum } = schema;
  if (minimum !== undefined && value < minimum) {
    return [wrong(path, value, `should be greater than or equal to ${minimum}`)];
  }
  if (maximum !== undefined && value > maximum) {
    return [wrong(path, value, `should be less than or equal to ${maximum}`)];
  }
  return [];
}

function validateItems(schema: Schema, value: readonly unknown[], path: string): readonly Cause[] {
  const { items } = schema;
  return items ? value.flatMap((item, index) => validate(items, item, `${path}[${index}]`)) : [];
}

function validateFields(schema: Schema, value: Fields, path: string): readonly Cause[] {
  const causes: Cause[] = [];
  for (const [name, field] of Object.entries(value)) {
    const child = fieldSchema(schema, name);
    if (child) causes.push(...validate(child, field, childPath(path, name)));
  }
  for (const name of schema.required ?? []) {
    if (value[name] !== undefined) continue;
    causes.push({
      reason: 'FieldValueRequired',
      message: 'Required value',
      field: childPath(path, name),
    });
  }
  return causes;
}

/** The schema of a field, if it is declared. */
export function fieldSchema(schema: Schema, name: string): Schema | undefined {
  const { properties } = schema;
  const declared = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return declared ?? schema.additionalProperties;
}

/** `spec` and `function` make `spec.function`. */
export function childPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function wrong(path: string, value: unknown, why: string): Cause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${writeJson(value)}: ${path} in body ${why}`,
    field: path,
  };
}

/** It names no field: the real server has none there. */
function fraction(path: string): Cause {
  const message = `Invalid value: "": Checked value must be of type integer (default format) in ${path}`;
  return { reason: 'FieldValueInvalid', message, field: '' };
}

function wrongType(path: string, type: string, shown: string): Cause {
  return {
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: ${shown}: ${path} in body must be of type ${type}: ${shown}`,
    field: path,
  };
}
