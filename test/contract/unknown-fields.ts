import { describe, expect, test } from 'vitest';
import { type ContractGround, executionBody, openRoom } from './room.ts';

/** Fields that no schema knows: dropped, told in a warning, or refused, as the writer asks. */
export function unknownFieldsContract(ground: () => ContractGround): void {
  describe('an unknown field', () => {
    const sent = executionBody('a', { spec: { retry: { times: 3 }, argument: 1 } });

    test('is dropped, with a warning', async () => {
      await using room = await openRoom(ground());
      const answer = await room.admin.post(room.executions, sent);
      expect(answer.object().spec).toEqual({ function: 'f', retry: {} });
      const warnings = String(answer.headers.warning).split(', ').sort();
      expect(warnings).toEqual([
        '299 - "unknown field \\"spec.argument\\""',
        '299 - "unknown field \\"spec.retry.times\\""',
      ]);
    });

    test('is dropped without a word if asked', async () => {
      await using room = await openRoom(ground());
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Ignore`, sent);
      expect(answer.object().spec).toEqual({ function: 'f', retry: {} });
      expect(answer.headers.warning).toBeUndefined();
    });

    test('is refused if asked', async () => {
      await using room = await openRoom(ground());
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
      await using room = await openRoom(ground());
      const wrong = executionBody('a', { metadata: { label: {} } });
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Strict`, wrong);
      expect(answer.failure(400).message).toContain('unknown field "metadata.label"');
    });

    test('is refused in a replacement if asked', async () => {
      await using room = await openRoom(ground());
      const before = await room.make('a');
      const put = { ...before, spec: { function: 'f', argument: 1 } };
      const answer = await room.admin.put(`${room.executions}/a?fieldValidation=Strict`, put);
      expect(answer.failure(400).message).toContain('unknown field "spec.argument"');
      expect(await room.find('a')).toEqual(before);
    });

    test('is refused in a patch if asked', async () => {
      await using room = await openRoom(ground());
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
      await using room = await openRoom(ground());
      const spec = { z: 1, a: 2, retry: { x: 1 } };
      const body = { ...executionBody('b', { spec, metadata: { zz: 1 } }), top: 1 };
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Strict`, body);
      const names = ['metadata.zz', 'spec.a', 'spec.retry.x', 'spec.z', 'top'];
      expect(answer.failure(400).message).toContain(
        `strict decoding error: ${names.map((name) => `unknown field "${name}"`).join(', ')}`,
      );
    });

    test('makes a patch that says nothing else a write of nothing', async () => {
      await using room = await openRoom(ground());
      const before = await room.make('a');
      const answer = await room.admin.mergePatch(`${room.executions}/a`, { spec: { argument: 1 } });
      expect(answer.object().metadata.resourceVersion).toBe(before.metadata.resourceVersion);
      expect(answer.headers.warning).toBe('299 - "unknown field \\"spec.argument\\""');
    });

    test('can only be treated in the three ways there are', async () => {
      await using room = await openRoom(ground());
      const answer = await room.admin.post(`${room.executions}?fieldValidation=Loud`, sent);
      expect(answer.failure(422).message).toContain('fieldValidation: Unsupported value: "Loud"');
    });
  });
}
