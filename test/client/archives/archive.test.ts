import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../../src/client/archives/archive.ts';
import { ArchiveCorruptError } from '../../../src/client/errors/content-errors.ts';
import { execution, suspension } from '../../support/objects.ts';
import { rejection } from '../support/rejection.ts';

const ROOT = execution({ name: 'old', phase: 'Completed' });

function archive(spec: { readonly uid?: string; readonly data?: string }) {
  return { metadata: { name: 'old', namespace: 'payments' }, spec };
}

function packed(text: string): string {
  return gzipSync(text).toString('base64');
}

describe('openArchive', () => {
  test('gives the root and all of its tree', async () => {
    const approval = suspension({ parent: ROOT });
    const data = packed(JSON.stringify({ executions: [ROOT], suspensions: [approval] }));
    const contents = await openArchive(archive({ uid: ROOT.metadata.uid ?? '', data }));
    expect(contents).toEqual({
      root: ROOT,
      executions: [ROOT],
      suspensions: [approval],
      jobs: [],
    });
  });

  test('finds the root by name where no uid is given', async () => {
    const data = packed(JSON.stringify({ executions: [ROOT], jobs: null }));
    expect((await openArchive(archive({ data }))).root).toEqual(ROOT);
  });

  test('opens no tree of more than 64 MiB', async () => {
    const data = packed(' '.repeat(64 * 1024 * 1024 + 1));
    const error = await rejection(openArchive(archive({ data })), ArchiveCorruptError);
    expect(error.message).toBe(
      'The archive of execution payments/old cannot be opened: its tree is larger than 64 MiB.',
    );
  });

  test.each([
    ['nothing', undefined, 'no tree'],
    ['a list', packed('[]'), 'not hold lists'],
    ['objects without names', packed('{"executions":[{}]}'), 'not hold lists'],
    ['half a stream', packed('{}').slice(0, 16), 'not base64 of gzip'],
  ])('cannot open %s', async (_, data, why) => {
    const spec = data === undefined ? {} : { data };
    const error = await rejection(openArchive(archive(spec)), ArchiveCorruptError);
    expect(error.message).toContain(why);
  });
});
