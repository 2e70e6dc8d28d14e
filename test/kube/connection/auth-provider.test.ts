import { expect, test } from 'vitest';
import { providerCredential } from '../../../src/kube/connection/auth-provider.ts';

test('a user of an older kind shows the token that client-node finds', async () => {
  const expiry = new Date(Date.now() + 3_600_000).toISOString();
  const config = { 'access-token': 't', expiry };
  const source = providerCredential('ada', {}, { name: 'gcp', config });
  const proof = await source.get();
  expect(proof).toEqual({ authorization: 'Bearer t' });
  expect(await source.get()).toBe(proof);
});

test('a user of a kind that nobody knows is told to log in', async () => {
  await expect(providerCredential('ada', {}, { name: 'zzz' }).get()).rejects.toMatchObject({
    code: 'Credentials',
    message:
      'The auth provider zzz of user ada gave no credentials. Log in again with the tool that made them.',
  });
});
