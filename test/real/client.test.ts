import { expect, test } from 'vitest';
import { Client } from '../../src/client/client.ts';
import { ForbiddenError } from '../../src/client/errors.ts';
import { accessContract } from '../client/contract/access.ts';
import { endingContract } from '../client/contract/ending.ts';
import { racesContract } from '../client/contract/races.ts';
import { racingContract } from '../client/contract/racing.ts';
import { readingContract } from '../client/contract/reading.ts';
import { revivingContract } from '../client/contract/reviving.ts';
import { watchingContract } from '../client/contract/watching.ts';
import type { Ground } from '../client/ground.ts';
import { rejection } from '../client/rejection.ts';
import { freshNamespace, kubeconfigs } from '../cluster/real.ts';

const ground = (): Ground => ({
  kubeconfig: (user) => kubeconfigs()[user],
  freshNamespace,
});
accessContract(ground);
endingContract(ground);
racesContract(ground);
racingContract(ground);
readingContract(ground);
revivingContract(ground);
watchingContract(ground);

test('a client acts as the user it impersonates', async () => {
  const client = await Client.create({ kubeconfig: kubeconfigs().admin, impersonate: 'ada' });
  expect((await client.whoAmI())?.username).toBe('ada');
  const error = await rejection(client.list(), ForbiddenError);
  expect(error.user).toBe('ada');
  await client.close();
});
