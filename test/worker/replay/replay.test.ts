import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../src/worker/protocol/journal/journal.ts';
import type { Operations } from '../../../src/worker/replay/asks.ts';
import { DuplicateStepError } from '../../../src/worker/replay/errors.ts';
import type { Request } from '../../../src/worker/replay/request.ts';
import { type Body, emptyJournal, look, startRun, throughServer } from './run-program.ts';

const WORLD = 1;

function deploy(region: string, name?: string, place?: string): Request {
  return {
    kind: 'execution',
    function: 'deploy',
    hash: region.padEnd(8, '0').replaceAll(/[^0-9a-f]/g, '1'),
    argumentsText: `{"region":"${region}"}`,
    ...(name !== undefined && { name }),
    ...(place !== undefined && { place }),
  };
}

const sleep = (name?: string): Request => ({
  kind: 'sleep',
  until: '2026-01-01T01:00:00Z',
  text: '1h',
  place: 'release.ts:41',
  ...(name !== undefined && { name }),
});

const inOrder =
  (...requests: readonly Request[]): Body =>
  async ({ ask }) => {
    for (const request of requests) await ask(request).catch(() => {});
    return 'end';
  };

/** The journal after a function ran and `keys` were delivered. */
async function recorded(body: Body, ...keys: readonly string[]): Promise<Journal> {
  const replay = await startRun(body, emptyJournal, WORLD);
  for (const key of keys) await replay.deliver(key, { ending: 'done', value: 1 }, true);
  return throughServer(replay.journal);
}

const specOf = (key: string) => ({ hash: '', text: key === '3' ? '{"region":"eu"}' : '{}' });
const rerun = async (body: Body, journal: Journal, options = {}) =>
  look(await startRun(body, journal, WORLD, options)).end;

describe('code that asks for something else than it did', () => {
  const before = inOrder(deploy('a'), deploy('b'), deploy('eu'), deploy('us'));

  it('fails with a message that names both, their builds, and what to do', async () => {
    const journal = await recorded(before, '1', '2');
    expect(
      await rerun(inOrder(deploy('a'), deploy('b'), sleep()), journal, {
        specOf: (key: string) => ({
          hash: key === '1' ? deployHash('a') : deployHash('b'),
          text: specOf(key).text,
        }),
      }),
    ).toEqual({
      threw: [
        'NonDeterminismError: release-7f3, attempt 1: the code asked for something else than it did before.',
        '  recorded as 3: execution of deploy {"region":"eu"}    by build 1.4.0',
        '  asked now:     sleep 1h                               release.ts:41 (build 1.5.0)',
        "  Nothing is lost. Bring build 1.4.0 back and `kontinue retry release-7f3`, or put the new code behind ctx.patched('id').",
      ].join('\n'),
    });
  });

  const deployHash = (region: string): string => {
    const request = deploy(region);
    return request.kind === 'execution' ? request.hash : '';
  };
  const build: Request = { kind: 'execution', function: 'build', hash: '000000bb' };

  it.each<[string, Body, string, string]>([
    [
      'another function',
      inOrder(build),
      'recorded as 1: execution of deploy',
      'execution of build',
    ],
    [
      'another kind',
      inOrder({ kind: 'suspension' }),
      'recorded as 1: execution of deploy',
      'suspension',
    ],
    ['one fewer', async () => 'end', 'recorded as 1: execution of deploy', 'the function returned'],
  ])('is told when it asks for %s', async (_, after, was, is) => {
    const journal = await recorded(inOrder(deploy('a')));
    const end = JSON.stringify(await rerun(after, journal));
    expect(end).toContain(was);
    expect(end).toContain(`asked now:     ${is}`);
  });

  it('is told when one more stands before what was delivered', async () => {
    const journal = await recorded(inOrder(deploy('a'), sleep('nap')), '1', 'nap');
    const after: Body = async ({ ask }) => {
      await ask(deploy('a'));
      void ask(build);
      await ask(sleep('nap'));
    };
    expect(JSON.stringify(await rerun(after, journal))).toContain('recorded as 2: nothing');
  });

  it('is told when it asks with other arguments, by the spec of a child in a folded line', async () => {
    const journal = await recorded(inOrder(deploy('a'), deploy('b')), '1');
    const changed = inOrder(deploy('a'), deploy('c'));
    const spec = (key: string) => ({
      hash: deployHash(key === '1' ? 'a' : 'b'),
      text: '{"region":"b"}',
    });
    expect(JSON.stringify(await rerun(changed, journal, { specOf: spec }))).toContain(
      'recorded as 2',
    );
    expect(await rerun(inOrder(deploy('a'), deploy('b')), journal, { specOf: spec })).toBeNull();
  });

  it('fails even if the function catches everything', async () => {
    const journal = await recorded(inOrder(deploy('a')));
    const stubborn: Body = async ({ ask }) => {
      for (;;) {
        try {
          return await ask(sleep());
        } catch {}
      }
    };
    expect(JSON.stringify(await rerun(stubborn, journal))).toContain('NonDeterminismError');
  });

  it('fails when a result was deleted with its child', async () => {
    const journal = await recorded(inOrder(deploy('a')), '1');
    expect(
      JSON.stringify(await rerun(inOrder(deploy('a')), journal, { recall: () => undefined })),
    ).toContain('its result, which was deleted with its object');
  });
});

describe('named operations', () => {
  const both = inOrder(deploy('eu', 'eu'), deploy('us', 'us'));

  it.each<[string, Body]>([
    ['moved', inOrder(deploy('us', 'us'), deploy('eu', 'eu'))],
    ['removed', inOrder(deploy('us', 'us'))],
    ['added', inOrder(sleep('nap'), deploy('eu', 'eu'), deploy('us', 'us'))],
    ['renamed', inOrder(deploy('eu', 'europe'), deploy('us', 'us'))],
    ['asked with other arguments', inOrder(deploy('xx', 'eu'), deploy('us', 'us'))],
  ])('may be %s under a running execution', async (_, after) => {
    const journal = await recorded(both, 'eu', 'us');
    const replay = await startRun(after, journal, WORLD);
    const [next] = replay.outstanding;
    if (next) await replay.deliver(next.operation.key, { ending: 'done', value: 1 }, true);
    expect(look(replay).end).toEqual({ returned: 'end' });
  });

  it('may not become another kind or another function', async () => {
    const journal = await recorded(both, 'eu', 'us');
    expect(JSON.stringify(await rerun(inOrder(sleep('eu')), journal))).toContain('recorded as eu');
  });

  it('may not be used twice', async () => {
    const twice: Body = ({ ask }) => Promise.all([ask(sleep('nap')), ask(sleep('nap'))]);
    const replay = await startRun(twice, emptyJournal, WORLD);
    expect(replay.end).toEqual({ threw: new DuplicateStepError('nap') });
  });
});

describe('a change behind patched', () => {
  const patched =
    (isNew: boolean): Body =>
    async ({ ask, patched: isPatched }: Operations) => {
      await ask(deploy('a'));
      if (isNew && isPatched('new-tax')) await ask(sleep('nap'));
      return ask(deploy('b'));
    };

  it('is not run where an older build went on without it', async () => {
    const journal = await recorded(patched(false), '1');
    expect(look(await startRun(patched(true), journal, WORLD)).outstanding).toEqual(['2']);
  });

  it('is run, and remembered, where nothing was recorded behind it', async () => {
    const journal = await recorded(patched(false));
    const replay = await startRun(patched(true), journal, WORLD);
    await replay.deliver('1', { ending: 'done', value: 1 }, true);
    expect(look(replay).outstanding).toEqual(['nap']);
    const again = await startRun(patched(true), throughServer(replay.journal), WORLD);
    expect(again.journal.patched).toEqual(['new-tax']);
    expect(look(again).outstanding).toEqual(['nap']);
  });
});

describe('children kept from an attempt before', () => {
  const journal: Journal = {
    ...emptyJournal,
    attempt: 2,
    operations: [{ kind: 'execution', key: '1', function: 'deploy', hash: '0000000b', attempt: 1 }],
    order: [{ key: '1', ending: 'done' }],
  };

  it('are replaced where the policy says so and the code asks differently', async () => {
    const replay = await startRun(inOrder(deploy('a')), journal, WORLD, { replacesKept: true });
    expect(replay.replaced).toEqual(['1']);
    expect(replay.journal.order).toEqual([]);
    expect(look(replay).outstanding).toEqual(['1']);
  });

  it('are an error otherwise', async () => {
    expect(JSON.stringify(await rerun(inOrder(deploy('a')), journal))).toContain('attempt 2');
  });
});

describe('steps', () => {
  const charge: Request = { kind: 'step', name: 'charge' };

  it('that were recorded and not delivered have their outcome at hand after a crash', async () => {
    const replay = await startRun(inOrder(charge), emptyJournal, WORLD);
    replay.recordStep('charge', { ending: 'done', value: { id: 'ch_1' } });
    const again = await startRun(inOrder(charge), throughServer(replay.journal), WORLD);
    expect(again.recordedOutcome('charge')).toEqual({ ending: 'done', value: { id: 'ch_1' } });
    expect(look(again).outstanding).toEqual(['charge']);
  });

  it('throw again what they threw', async () => {
    const body: Body = ({ ask }) => ask(charge);
    const replay = await startRun(body, emptyJournal, WORLD);
    replay.recordStep('charge', { ending: 'failed', message: 'card declined' });
    await replay.deliver('charge', { ending: 'failed', message: 'card declined' }, true);
    expect(await rerun(body, throughServer(replay.journal))).toEqual({
      threw: 'FunctionError: card declined',
    });
  });

  it('must have ended when the function returns', async () => {
    const body: Body = async ({ ask }) => void ask(charge);
    expect(await rerun(body, emptyJournal)).toEqual({
      threw: 'FunctionError: returned while step charge was still running',
    });
  });
});

describe('what must be written before an act', () => {
  const second = async (parallel: boolean, isFinal: boolean) => {
    const body: Body = async ({ ask }) => {
      const first = ask(deploy('a', 'a'));
      if (parallel) void ask(sleep('nap'));
      await first;
      await ask(deploy('b', 'b'));
    };
    const replay = await startRun(body, emptyJournal, WORLD);
    await replay.deliver('a', { ending: 'done', value: 1 }, isFinal);
    return replay.outstanding.find(({ operation }) => operation.key === 'b')?.after;
  };

  it('is nothing more when the outcome before it was the only one possible', async () => {
    expect(await second(false, true)).toBe(0);
  });

  it('is the order when another could have arrived first', async () => {
    expect(await second(true, true)).toBe(1);
  });

  it('is the outcome when it could still change, as that of a failed child', async () => {
    expect(await second(false, false)).toBe(1);
  });
});
