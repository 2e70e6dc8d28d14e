import { describe, expect, test } from 'vitest';
import { type ContractCluster, executionBody, openApiFixture } from './support/api-fixture.ts';

/** Dry runs: the answer of a write, without the write. */
export function tryingContract(ground: () => ContractCluster): void {
  describe('a dry run', () => {
    test('of a creation answers with an object that is not stored', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(`${room.executions}?dryRun=All`, executionBody('a'));
      expect(answer.status).toBe(201);
      expect(answer.object().metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.object().metadata.resourceVersion).toBeUndefined();
      expect(await room.find('a')).toBeUndefined();
    });

    test('of a patch answers with what would be, at the version that is', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const path = `${room.executions}/a?dryRun=All`;
      const tried = (await room.admin.mergePatch(path, { spec: { function: 'g' } })).object();
      expect(tried.spec).toEqual({ function: 'g' });
      expect(tried.metadata.generation).toBe(2);
      expect(tried.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
      expect(await room.find('a')).toEqual(before);
    });

    test('of a replacement and of a status write stores nothing', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const path = `${room.executions}/a`;
      const put = await room.admin.put(`${path}?dryRun=All`, {
        ...before,
        spec: { function: 'g' },
      });
      expect(put.object().spec).toEqual({ function: 'g' });
      const status = { phase: 'Canceled' };
      const tried = await room.admin.mergePatch(`${path}/status?dryRun=All`, { status });
      expect(tried.object().status).toEqual(status);
      expect(await room.find('a')).toEqual(before);
    });

    test('of a deletion leaves the object', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const path = `${room.executions}/a`;
      const byQuery = await room.admin.delete(`${path}?dryRun=All`);
      expect(byQuery.json()).toMatchObject({ status: 'Success' });
      const byBody = await room.admin.delete(path, { dryRun: ['All'] });
      expect(byBody.json()).toMatchObject({ status: 'Success' });
      expect(await room.find('a')).toEqual(before);
    });

    test('is not told to those who watch', async () => {
      await using room = await openApiFixture(ground());
      const { metadata } = await room.make('a');
      const stream = await room.watch(`resourceVersion=${metadata.resourceVersion}`);
      await room.admin.mergePatch(`${room.executions}/a?dryRun=All`, { spec: { function: 'g' } });
      await room.admin.delete(`${room.executions}/a?dryRun=All`);
      await room.make('b');
      expect((await stream.event()).object.metadata.name).toBe('b');
    });

    test('is refused as the write would be', async () => {
      await using room = await openApiFixture(ground());
      const { resourceVersion } = (await room.make('a')).metadata;
      await room.setStatus('a', { phase: 'Executing' });
      const path = `${room.executions}/a/status?dryRun=All`;
      const stale = { metadata: { resourceVersion }, status: { phase: 'Canceled' } };
      expect((await room.admin.mergePatch(path, stale)).failure(409).reason).toBe('Conflict');
      const taken = await room.admin.post(`${room.executions}?dryRun=All`, executionBody('a'));
      expect(taken.failure(409).reason).toBe('AlreadyExists');
      const wrong = await room.admin.mergePatch(path, { status: { phase: 'no' } });
      expect(wrong.failure(422).reason).toBe('Invalid');
    });

    test('of another sort than All is refused', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(`${room.executions}?dryRun=Some`, executionBody('a'));
      expect(answer.failure(422).message).toContain('supported values: "All"');
      expect(await room.find('a')).toBeUndefined();
    });
  });
}
