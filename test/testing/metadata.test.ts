import { expect, test } from 'vitest';
import { PARENT_LABEL, ROOT_LABEL } from '../../src/api/labels.ts';
import { metadataOf } from '../../src/testing/metadata.ts';
import { execution } from '../support/objects.ts';

const parent = execution({ name: 'deploy' });

test('a draft with a parent has the labels of its family, and those that are given instead', () => {
  const { labels } = metadataOf({ name: 'roll', parent });
  expect(labels).toMatchObject({ [ROOT_LABEL]: 'deploy', [PARENT_LABEL]: 'deploy' });
  const given = { [ROOT_LABEL]: 'another', team: 'pay' };
  expect(metadataOf({ name: 'roll', parent, labels: given }).labels).toMatchObject({
    [ROOT_LABEL]: 'another',
    [PARENT_LABEL]: 'deploy',
    team: 'pay',
  });
});
