import { describe, expect, it } from 'vitest';
import { Faults } from '../../src/cluster/faults.ts';

describe('an armed fault', () => {
  it('meets the next request, once', () => {
    const faults = new Faults();
    faults.arm({ kind: 'refuse' });
    expect(faults.take('GET', '/x')).toEqual({ kind: 'refuse' });
    expect(faults.take('GET', '/x')).toBeUndefined();
  });

  it('meets only what it is aimed at', () => {
    const faults = new Faults();
    faults.arm({ kind: 'hang' }, { method: 'PATCH', path: '/executions/' });
    expect(faults.take('GET', '/executions/a')).toBeUndefined();
    expect(faults.take('PATCH', '/jobs/a')).toBeUndefined();
    expect(faults.take('PATCH', '/executions/a')).toEqual({ kind: 'hang' });
  });

  it('meets as many requests as it says, or all until it is cleared', () => {
    const faults = new Faults();
    faults.arm({ kind: 'fail', code: 500 }, { times: 2, path: /watch=/ });
    const taken = ['a', 'b', 'c'].map((name) => faults.take('GET', `/${name}?watch=1`)?.kind);
    expect(taken).toEqual(['fail', 'fail', undefined]);
    faults.arm({ kind: 'refuse' }, { times: Number.POSITIVE_INFINITY });
    for (let i = 0; i < 5; i += 1) expect(faults.take('GET', '/')).toBeDefined();
    faults.clear();
    expect(faults.take('GET', '/')).toBeUndefined();
  });

  it('that was armed first meets first', () => {
    const faults = new Faults();
    faults.arm({ kind: 'fail', code: 429 });
    faults.arm({ kind: 'fail', code: 401 });
    expect(faults.take('GET', '/')).toMatchObject({ code: 429 });
    expect(faults.take('GET', '/')).toMatchObject({ code: 401 });
  });
});

describe('a stream', () => {
  it('is cut as long as it runs', () => {
    const faults = new Faults();
    const cuts: string[] = [];
    const end = faults.stream((how) => cuts.push(how));
    expect(faults.cutStreams('reset')).toBe(1);
    end();
    expect(faults.cutStreams('closed')).toBe(0);
    expect(cuts).toEqual(['reset']);
  });
});
