import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonText, withoutManagedFields, yamlText } from '../../src/cli/document.ts';

const HOSTILE = {
  csi: 'a\u009b31mb',
  escape: 'a\x1b[31mb',
  bidi: 'abc\u202edef',
  separator: 'a\u2028b',
  tag: 'x\u{e0041}y',
  lines: 'one\ntwo',
  '\u009bkey': [1, 'zero\u200bwidth', null],
};
/** What a terminal obeys, or hides. */
const OBEYED = /[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

describe('a value from the cluster as a document', () => {
  test('is JSON that a terminal does not obey and that reads back the same', () => {
    const text = jsonText(HOSTILE);
    expect(text).not.toMatch(OBEYED);
    expect(JSON.parse(text)).toEqual(HOSTILE);
  });

  test('is YAML that a terminal does not obey and that reads back the same', async () => {
    const text = await yamlText(HOSTILE);
    expect(text).not.toMatch(OBEYED);
    expect(parse(text)).toEqual(HOSTILE);
  });

  test('is plain YAML where it can be', async () => {
    expect(await yamlText({ name: 'Zoë', n: 1 })).toBe('name: Zoë\nn: 1\n');
  });
});

test('managed fields are left out, and the object stays as it was', () => {
  const object = { metadata: { name: 'a', managedFields: [{}] }, spec: {} };
  expect(withoutManagedFields(object)).toEqual({ metadata: { name: 'a' }, spec: {} });
  expect(object.metadata.managedFields).toHaveLength(1);
});
