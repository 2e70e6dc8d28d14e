import { describe, expect, test } from 'vitest';
import { until } from '../real-cluster/until.ts';
import {
  type ApiFixture,
  type ContractCluster,
  namesOf,
  openApiFixture,
} from './support/api-fixture.ts';
import type { WireFailure } from './support/wire.ts';

/** Asks until the answer is that what it asks for expired. */
function refusal({ admin, executions }: ApiFixture, query: string): Promise<WireFailure> {
  return until(`${query} expires`, async () => (await admin.get(executions + query)).failure(410));
}

/** What happens to versions that the server has forgotten, or is asked for too late. */
export function expiringContract(ground: () => ContractCluster): void {
  describe('a server that forgot its history', () => {
    test('refuses the next page, with a token for what is there now', async ({ skip }) => {
      const { expireHistory } = ground();
      if (!expireHistory) return skip('its history is not ours to forget');
      await using room = await openApiFixture(ground());
      for (const name of ['a', 'b', 'c']) await room.make(name);
      const first = await room.list('?limit=1');
      await room.admin.delete(`${room.executions}/b`);
      await expireHistory();
      const failure = await refusal(room, `?limit=1&continue=${first.metadata.continue}`);
      expect(failure.reason).toBe('Expired');
      expect(failure.message).toContain('continue parameter is too old');
      const rest = await room.list(`?continue=${failure.metadata.continue}`);
      expect(namesOf(rest)).toEqual(['c']);
    });

    test('refuses an exact version and a watch from it, but lists from it', async ({ skip }) => {
      const { expireHistory } = ground();
      if (!expireHistory) return skip('its history is not ours to forget');
      await using room = await openApiFixture(ground());
      const version = (await room.make('a')).metadata.resourceVersion;
      await room.make('b');
      await expireHistory();
      const failure = await refusal(room, `?resourceVersionMatch=Exact&resourceVersion=${version}`);
      expect(failure.reason).toBe('Expired');
      expect(failure.message).toContain('too old');
      const stream = await room.watch(`resourceVersion=${version}`);
      const event = await stream.event();
      expect(event).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
      expect(namesOf(await room.list(`?resourceVersion=${version}`))).toEqual(['a', 'b']);
    });
  });
}
