import { describe, expect, it } from 'vitest';
import { effectiveRetry, withFunctionDefaults } from '../../src/api/defaults.ts';

describe('effectiveRetry', () => {
  it('takes what is undefined for left out', () => {
    const retry = { retries: undefined, backoff: '1s', childPolicy: undefined };
    const defaults = { retry: { retries: 3, backoff: undefined } };
    expect(effectiveRetry({ function: 'f', retry }, defaults)).toEqual({
      retries: 3,
      backoff: '1s',
      childPolicy: 'None',
    });
  });

  it('is the table of the contract where nobody says anything', () => {
    expect(effectiveRetry({ function: 'f' })).toEqual({
      retries: 0,
      backoff: '5s',
      childPolicy: 'None',
    });
  });

  it('takes field by field from the spec, else from the Function, else from the table', () => {
    const spec = { function: 'f', retry: { retries: 0 } };
    const defaults = { retry: { retries: 3, backoff: '10s' } };
    expect(effectiveRetry(spec, defaults)).toEqual({
      retries: 0,
      backoff: '10s',
      childPolicy: 'None',
    });
  });
});

describe('withFunctionDefaults', () => {
  it('leaves a spec as it is when there are none', () => {
    const spec = { function: 'f', retry: { retries: 1 } };
    expect(withFunctionDefaults(spec, undefined)).toEqual(spec);
    expect(withFunctionDefaults(spec, {})).toEqual(spec);
  });

  it('merges arguments one level deep: a given object replaces a default one', () => {
    const spec = { function: 'f', arguments: { region: 'eu', nodes: { big: 1 }, none: null } };
    const defaults = { arguments: { region: 'us', nodes: { small: 9 }, none: 1, dryRun: true } };
    expect(withFunctionDefaults(spec, defaults).arguments).toEqual({
      region: 'eu',
      nodes: { big: 1 },
      none: null,
      dryRun: true,
    });
  });

  it('merges retry, timeout and ttl field by field', () => {
    const spec = {
      function: 'f',
      retry: { retries: 1 },
      timeout: { overall: '1h' },
      mutex: { name: 'm' },
    };
    const defaults = {
      retry: { retries: 5, backoff: '1m', childPolicy: 'RetryAll' as const },
      timeout: { overall: '2h', attempt: '10m' },
      ttl: { deleteAfter: '7d' },
    };
    expect(withFunctionDefaults(spec, defaults)).toEqual({
      function: 'f',
      retry: { retries: 1, backoff: '1m', childPolicy: 'RetryAll' },
      timeout: { overall: '1h', attempt: '10m' },
      ttl: { deleteAfter: '7d' },
      mutex: { name: 'm' },
    });
  });

  it('writes nothing of the table: left out stays left out', () => {
    expect(withFunctionDefaults({ function: 'f' }, {})).toEqual({ function: 'f' });
    expect(withFunctionDefaults({ function: 'f' }, { retry: { retries: 2 } })).toEqual({
      function: 'f',
      retry: { retries: 2 },
    });
  });
});
