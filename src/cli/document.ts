import { stringifyJson } from '../json/stringify.ts';

/** Characters that a terminal would interpret or hide and that JSON and YAML do not escape. */
const UNSAFE = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as indented JSON. Control characters are escaped, and parse to the same value. */
export function jsonText(value: unknown): string {
  return `${(stringifyJson(value, 2) ?? '').replace(UNSAFE, (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${hex(char.charCodeAt(i), 4)}`).join(''),
  )}\n`;
}

/** A value as YAML. Texts with control characters are quoted and escaped. */
export async function yamlText(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  const text = stringify(value, { lineWidth: 0 });
  if (text.search(UNSAFE) < 0) return text;
  const quoted = stringify(value, {
    lineWidth: 0,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'QUOTE_DOUBLE',
  });
  return quoted.replace(UNSAFE, (char) => `\\U${hex(char.codePointAt(0) ?? 0, 8)}`);
}

/** An object without the server's own bookkeeping, as kubectl prints it. */
export function withoutManagedFields<T extends { readonly metadata: object }>(object: T): T {
  const metadata: object & { managedFields?: unknown } = { ...object.metadata };
  delete metadata.managedFields;
  return { ...object, metadata };
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
