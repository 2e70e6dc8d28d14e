import { describe, expect, test } from 'vitest';
import { type ContractCluster, executionBody, openApiFixture } from './support/api-fixture.ts';

/** Fields that no schema knows: dropped, told in a warning, or refused, as the writer asks. */
export function unknownFieldsContract(ground: () => ContractCluster): void {
  describe('an unknown field', () => {
    const sent = executionBody('a', { spec: { retry: { times: 3 }, argument: 1 } });

    test('is dropped, with a warning', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, sent);
      expect(answer.object().spec).toEqual({ function: 'f', retry: {} });
      const warnings = String(answer.headers.warning).split(', ').sort();
      expect(warnings).toEqual([
        '299 - "unknown field \\"spec.argument\\""',
        '299 - "unknown field \\"spec.retry.times\\""',
      ]);
    });

    test('is dropped though every object of JavaScript has a field of its name', async () => {
      await using room = await openApiFixture(ground());
      const spec = { retry: { toString: 1 }, constructor: {} };
      const answer = await room.admin.post(room.executions, executionBody('a', { spec }));
      expect(answer.object().spec).toEqual({ function: 'f', retry: {} });
      expect(String(answer.headers.warning)).toContain('unknown field \\"spec.constructor\\"');
      expect(String(answer.headers.warning)).toContain('unknown field \\"spec.retry.toString\\"');
      const metadata = executionBody('b', { metadata: { constructor: {} } });
      const other = await room.admin.post(room.executions, metadata);
      expect(other.headers.warning).toBe('299 - "unknown field \\"metadata.constructor\\""');
    });

    test('is dropped without a word if asked', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Ignore`, sent);
      expect(answer.object().spec).toEqual({ function: 'f', retry: {} });
      expect(answer.headers.warning).toBeUndefined();
    });

    test('is refused if asked', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Strict`, sent);
      const failure = answer.failure(400);
      expect(failure.reason).toBe('BadRequest');
      expect(failure.message).toContain(
        'Execution in version "v1alpha1" cannot be handled as a Execution: strict decoding error: ',
      );
      expect(failure.message).toContain('unknown field "spec.retry.times"');
      expect(failure.message).toContain('unknown field "spec.argument"');
      expect(await room.find('a')).toBeUndefined();
    });

    test('is refused in metadata as well', async () => {
      await using room = await openApiFixture(ground());
      const wrong = executionBody('a', { metadata: { label: {} } });
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Strict`, wrong);
      expect(answer.failure(400).message).toContain('unknown field "metadata.label"');
    });

    test('is refused in a replacement if asked', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const put = { ...before, spec: { function: 'f', argument: 1 } };
      const answer = await room.admin.put(`${room.executions}/a?fieldValidation=Strict`, put);
      expect(answer.failure(400).message).toContain('unknown field "spec.argument"');
      expect(await room.find('a')).toEqual(before);
    });

    test('is refused in a patch if asked', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const path = `${room.executions}/a?fieldValidation=Strict`;
      const answer = await room.admin.mergePatch(path, { spec: { argument: 1 } });
      const failure = answer.failure(422);
      expect(failure.reason).toBe('Invalid');
      expect(failure.message).toContain('strict decoding error: unknown field "spec.argument"');
      // In front of it stands the object as it would be.
      expect(failure.message).toMatch(/patch: Invalid value: "{\\"apiVersion\\":\\"kontinue.cloud/);
      expect(failure.message).toContain(
        String.raw`\"spec\":{\"argument\":1,\"function\":\"f\"}}": `,
      );
      expect(await room.find('a')).toEqual(before);
    });

    test('is named with the others, by name', async () => {
      await using room = await openApiFixture(ground());
      const spec = { z: 1, a: 2, retry: { x: 1 } };
      const body = { ...executionBody('b', { spec, metadata: { zz: 1 } }), top: 1 };
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Strict`, body);
      const names = ['metadata.zz', 'spec.a', 'spec.retry.x', 'spec.z', 'top'];
      expect(answer.failure(400).message).toContain(
        `strict decoding error: ${names.map((name) => `unknown field "${name}"`).join(', ')}`,
      );
    });

    test('makes a patch that says nothing else a write of nothing', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const answer = await room.admin.mergePatch(`${room.executions}/a`, { spec: { argument: 1 } });
      expect(answer.object().metadata.resourceVersion).toBe(before.metadata.resourceVersion);
      expect(answer.headers.warning).toBe('299 - "unknown field \\"spec.argument\\""');
    });

    test('of a built-in kind is dropped with a warning, or refused', async () => {
      await using room = await openApiFixture(ground());
      const pods = `/api/v1/namespaces/${room.namespace}/pods`;
      const container = { name: 'c', image: 'busybox', foo: 1, env: [{ name: 'x', valu: 1 }] };
      const pod = {
        metadata: { name: 'p', bar: 1 },
        spec: { containers: [container], foo: 1 },
        top: 1,
      };
      const unknown = [
        'metadata.bar',
        'spec.containers[0].foo',
        'spec.containers[0].env[0].valu',
        'spec.foo',
        'top',
      ].map((field) => `unknown field "${field}"`);
      const refused = await room.admin.post(`${pods}?fieldValidation=Strict`, pod);
      expect(refused.failure(400).message).toBe(
        `Pod in version "v1" cannot be handled as a Pod: strict decoding error: ${unknown.join(', ')}`,
      );
      const made = await room.admin.post(`${pods}?dryRun=All`, pod);
      expect(made.headers.warning).toBe(
        unknown.map((text) => `299 - ${JSON.stringify(text)}`).join(', '),
      );
      expect(made.object()).not.toHaveProperty('top');
      expect(made.object().spec).not.toHaveProperty('foo');
      const patched = await room.admin.mergePatch(`/api/v1/namespaces/${room.namespace}`, {
        spec: { x: 1 },
      });
      expect(patched.headers.warning).toBe(String.raw`299 - "unknown field \"spec.x\""`);
    });

    test('can only be treated in the three ways there are', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Loud`, sent);
      expect(answer.failure(422).message).toContain('fieldValidation: Unsupported value: "Loud"');
    });
  });

  describe('a field that stands twice', () => {
    const text =
      `{"apiVersion":"kontinue.cloud/v1alpha1","kind":"Execution","metadata":{"name":"a","name":"b"},` +
      `"spec":{"function":"f","arguments":[{"x":1,"x":2}],"function":"g","x":1}}`;
    const duplicates = ['metadata.name', 'spec.arguments[0].x', 'spec.function'];

    test('holds as it stands last, with a warning', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, undefined, { text });
      expect(answer.object()).toMatchObject({
        metadata: { name: 'b' },
        spec: { function: 'g', arguments: [{ x: 2 }] },
      });
      const warnings = [
        ...duplicates.map((field) => `duplicate field "${field}"`),
        'unknown field "spec.x"',
      ];
      expect(answer.headers.warning).toBe(
        warnings.map((warning) => `299 - ${JSON.stringify(warning)}`).join(', '),
      );
    });

    test('is refused if asked, in a patch as well', async () => {
      await using room = await openApiFixture(ground());
      const path = `${room.executions}?fieldValidation=Strict`;
      const refused = (await room.admin.post(path, undefined, { text })).failure(400);
      expect(refused.message).toContain(
        'strict decoding error: duplicate field "metadata.name", duplicate field "spec.arguments[0].x"',
      );
      await room.make('c');
      const patched = await room.admin.send(
        'PATCH',
        `${room.executions}/c?fieldValidation=Strict`,
        {
          text: '{"spec":{"function":"g","function":"h"}}',
          type: 'application/merge-patch+json',
        },
      );
      expect(patched.failure(422).message).toContain(
        'strict decoding error: duplicate field "spec.function"',
      );
    });

    test('is named by its line in YAML', async () => {
      await using room = await openApiFixture(ground());
      const path = `${room.executions}?fieldValidation=Strict`;
      const yaml =
        'apiVersion: kontinue.cloud/v1alpha1\nkind: Execution\nmetadata: {name: a}\n' +
        'spec:\n  function: f\n  function: g\n';
      const send = (at: string) =>
        room.admin.post(at, undefined, { text: yaml, type: 'application/yaml' });
      expect((await send(path)).failure(400).message).toContain(
        'strict decoding error: yaml: unmarshal errors:\n  line 6: key "function" already set in map',
      );
      const made = await send(room.executions);
      expect(made.object().spec).toEqual({ function: 'g' });
      expect(made.headers.warning).toContain('line 6: key');
    });
  });
}
