import { describe, expect, test } from 'vitest';
import {
  API_VERSION,
  type ContractCluster,
  executionBody,
  openApiFixture,
} from './support/api-fixture.ts';
import type { Fields } from './support/wire.ts';

const DURATION_FIELDS = [
  ['retry', 'backoff'],
  ['timeout', 'overall'],
  ['timeout', 'attempt'],
  ['ttl', 'archiveAfter'],
  ['ttl', 'deleteAfter'],
] as const;

/** Specs that are refused, each with the words that say why. */
const WRONG_SPECS: readonly (readonly [string, Fields, string])[] = [
  ['without a function', { function: undefined }, 'spec.function: Required value'],
  [
    'with an empty function',
    { function: '' },
    'spec.function: Invalid value: "": spec.function in body should be at least 1 chars long',
  ],
  [
    'with a number for a function',
    { function: 7 },
    'spec.function: Invalid value: "integer": spec.function in body must be of type string: "integer"',
  ],
  [
    'with negative retries',
    { retry: { retries: -1 } },
    'spec.retry.retries: Invalid value: -1: spec.retry.retries in body should be greater than or equal to 0',
  ],
  [
    'with retries in words',
    { retry: { retries: '3' } },
    'spec.retry.retries: Invalid value: "string": spec.retry.retries in body must be of type integer: "string"',
  ],
  [
    'with an unknown child policy',
    { retry: { childPolicy: 'Some' } },
    'spec.retry.childPolicy: Unsupported value: "Some": supported values: "None", "RetryFailed", "RetryAll"',
  ],
  ['with a nameless mutex', { mutex: {} }, 'spec.mutex.name: Required value'],
  [
    'with a list for a timeout',
    { timeout: [] },
    'spec.timeout: Invalid value: "array": spec.timeout in body must be of type object: "array"',
  ],
];

/** Statuses that are refused, with the field that is wrong. */
const WRONG_STATUSES: readonly (readonly [string, Fields, string])[] = [
  ['a phase in lower case', { phase: 'executing' }, 'status.phase'],
  ['a phase of two words', { phase: 'On Hold' }, 'status.phase'],
  ['an empty phase', { phase: '' }, 'status.phase'],
  ['a phase in an attempt', { attempts: [{}, { phase: 'x' }] }, 'status.attempts[1].phase'],
  ['a step in words', { progress: { current: 'one' } }, 'status.progress.current'],
  ['an instant in words', { startedAt: 'yesterday' }, 'status.startedAt'],
  ['attempts that are no list', { attempts: {} }, 'status.attempts'],
];

/** What the schemas refuse, what they let through, and what is stored of it. */
export function validationContract(ground: () => ContractCluster): void {
  describe('an execution', () => {
    test.each(WRONG_SPECS)('%s is refused', async (_, spec, words) => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, executionBody('a', { spec }));
      const failure = answer.failure(422);
      expect(failure.reason).toBe('Invalid');
      expect(failure.message).toBe(`Execution.kontinue.cloud "a" is invalid: ${words}`);
      expect(failure.details?.causes?.map(({ field, message }) => `${field}: ${message}`)).toEqual([
        words,
      ]);
      expect(await room.find('a')).toBeUndefined();
    });

    test('with half a retry is refused', async () => {
      await using room = await openApiFixture(ground());
      const sent = executionBody('a', { spec: { retry: { retries: -1.5 } } });
      const failure = (await room.admin.post(room.executions, sent)).failure(422);
      expect(failure.details?.causes?.map(({ field, message }) => `${field}: ${message}`)).toEqual([
        'spec.retry.retries: Invalid value: "number": spec.retry.retries in body must be of type integer: "number"',
        '<nil>: Invalid value: "": Checked value must be of type integer (default format) in spec.retry.retries',
        'spec.retry.retries: Invalid value: -1.5: spec.retry.retries in body should be greater than or equal to 0',
      ]);
    });

    test('without a spec is refused', async () => {
      await using room = await openApiFixture(ground());
      const answer = await room.admin.post(room.executions, {
        ...executionBody('a'),
        spec: undefined,
      });
      expect(answer.failure(422).message).toContain('spec: Required value');
    });

    test.each(DURATION_FIELDS)('with a malformed %s.%s is refused', async (group, field) => {
      await using room = await openApiFixture(ground());
      for (const duration of ['soon', '1 day', '10', '-5s', '', '5s ']) {
        const sent = executionBody('a', { spec: { [group]: { [field]: duration } } });
        const failure = (await room.admin.post(room.executions, sent)).failure(422);
        const path = `spec.${group}.${field}`;
        expect(failure.message).toContain(
          `${path}: Invalid value: ${JSON.stringify(duration)}: ${path} in body should match '^`,
        );
        expect(failure.details?.causes?.map((cause) => cause.field)).toEqual([path]);
      }
    });

    test('may have every duration that is read', async () => {
      await using room = await openApiFixture(ground());
      const durations = ['1h30m', '500ms', '1.5h', '7d', '2w', '0', '0s', '3us', '3µs', '3ns'];
      for (const [index, backoff] of durations.entries()) {
        const made = await room.make(`a-${index}`, { spec: { retry: { backoff } } });
        expect(made.spec?.retry).toEqual({ backoff });
      }
    });

    test('is told of everything that is wrong with it', async () => {
      await using room = await openApiFixture(ground());
      const retry = { retries: -1, backoff: 'soon', childPolicy: 'Some' };
      const sent = executionBody('a', { spec: { function: undefined, retry } });
      const failure = (await room.admin.post(room.executions, sent)).failure(422);
      expect(failure.details?.causes?.map(({ field }) => field).sort()).toEqual([
        'spec.function',
        'spec.retry.backoff',
        'spec.retry.childPolicy',
        'spec.retry.retries',
      ]);
      expect(failure.message).toMatch(/is invalid: \[.*\]$/);
    });

    test('is refused by a patch that makes it wrong, and stays as it was', async () => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const path = `${room.executions}/a`;
      const retry = { retries: -1 };
      expect((await room.admin.mergePatch(path, { spec: { retry } })).failure(422).reason).toBe(
        'Invalid',
      );
      const remove = [{ op: 'remove', path: '/spec/function' }];
      expect((await room.admin.jsonPatch(path, remove)).failure(422).message).toContain(
        'spec.function: Required value',
      );
      const put = { ...before, spec: { function: 'f', retry } };
      expect((await room.admin.put(path, put)).failure(422).reason).toBe('Invalid');
      expect(await room.find('a')).toEqual(before);
    });

    test('is stored as it is sent: nothing left out is filled in', async () => {
      await using room = await openApiFixture(ground());
      const made = await room.make('a', { spec: { retry: {}, timeout: {}, ttl: {} } });
      expect(made.spec).toEqual({ function: 'f', retry: {}, timeout: {}, ttl: {} });
    });

    test('keeps arguments whatever they are', async () => {
      await using room = await openApiFixture(ground());
      const values = [
        { deep: { list: [1, 'a', null, { x: 1.5 }], none: null } },
        [1, 2],
        'text',
        7,
      ];
      for (const [index, value] of values.entries()) {
        const made = await room.make(`a-${index}`, { spec: { arguments: value } });
        expect(made.spec?.arguments).toEqual(value);
      }
    });
  });

  describe('a status', () => {
    test.each(WRONG_STATUSES)('with %s is refused', async (_, status, field) => {
      await using room = await openApiFixture(ground());
      const before = await room.make('a');
      const answer = await room.admin.mergePatch(`${room.executions}/a/status`, { status });
      const failure = answer.failure(422);
      expect(failure.details?.causes?.map((cause) => cause.field)).toEqual([field]);
      expect(failure.message).toContain(`${field}: Invalid value: `);
      expect(await room.find('a')).toEqual(before);
    });

    test('with half a step is refused', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const status = { progress: { current: 0.5 } };
      const answer = await room.admin.mergePatch(`${room.executions}/a/status`, { status });
      expect(answer.failure(422).message).toBe(
        'Execution.kontinue.cloud "a" is invalid: [status.progress.current: Invalid value: "number": ' +
          'progress.current in body must be of type integer: "number", status: Invalid value: "": ' +
          'Checked value must be of type integer (default format) in progress.current]',
      );
    });

    test('may have a phase that nobody knows yet, in attempts as well', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const status = { phase: 'Hibernating', attempts: [{ phase: 'Thawing' }] };
      expect((await room.setStatus('a', status)).status).toEqual(status);
      const { status: after } = await room.setStatus('a', { message: 'zzz' });
      expect(after).toEqual({ ...status, message: 'zzz' });
    });

    test('keeps fields that nobody knows yet', async () => {
      await using room = await openApiFixture(ground());
      await room.make('a');
      const status = {
        mood: { good: true },
        progress: { current: 1, unit: 'shards' },
        attempts: [{ phase: 'Failed', exitCode: 3 }],
        state: { step: { any: ['thing'] } },
      };
      expect((await room.setStatus('a', status)).status).toEqual(status);
    });

    test.each([['text'], [7], [1.5], [true], [[1, null]], [{ a: { b: [] } }], [[]], [{}], ['']])(
      'keeps the result %j',
      async (result) => {
        await using room = await openApiFixture(ground());
        await room.make('a');
        expect((await room.setStatus('a', { result })).status).toEqual({ result });
      },
    );
  });

  describe('the other kinds', () => {
    test.each([
      ['suspensions', 'Suspension', { resumeAt: 'tomorrow' }, 'spec.resumeAt'],
      ['functions', 'Function', { concurrency: { limit: 0 } }, 'spec.concurrency.limit'],
      ['functions', 'Function', { arguments: [{ type: 'x' }] }, 'spec.arguments[0].name'],
      [
        'functions',
        'Function',
        { defaults: { retry: { retries: -1 } } },
        'spec.defaults.retry.retries',
      ],
      ['scheduledexecutions', 'ScheduledExecution', { function: 'f' }, 'spec.schedule'],
      ['scheduledexecutions', 'ScheduledExecution', { schedule: '0 3 * * *' }, 'spec.function'],
    ])('refuse in %s: %s %j', async (plural, kind, spec, field) => {
      await using room = await openApiFixture(ground());
      const sent = { apiVersion: API_VERSION, kind, metadata: { name: 'a' }, spec };
      const failure = (await room.admin.post(room.of(plural), sent)).failure(422);
      expect(failure.details?.causes?.map((cause) => cause.field)).toEqual([field]);
    });

    test('let a suspension be made of nothing', async () => {
      await using room = await openApiFixture(ground());
      const sent = { apiVersion: API_VERSION, kind: 'Suspension', metadata: { name: 'a' } };
      expect((await room.admin.post(room.of('suspensions'), sent)).object().spec).toBeUndefined();
    });
  });

  describe('the kinds of Kubernetes that kontinue writes', () => {
    const containers = [{ name: 'main', image: 'busybox' }];
    const RESTART = 'Required value: valid values: "OnFailure", "Never"';
    const event = { kind: 'Event', type: 'Normal', reason: 'R' };
    test.each<readonly [string, string, Fields, string, string]>([
      [
        'a Job whose pods start again for ever',
        '/apis/batch/v1 jobs',
        { spec: { template: { spec: { containers, restartPolicy: 'Always' } } } },
        'spec.template.spec.restartPolicy',
        RESTART,
      ],
      [
        'a Job that does not say whether its pods start again',
        '/apis/batch/v1 jobs',
        { spec: { template: { spec: { containers } } } },
        'spec.template.spec.restartPolicy',
        RESTART,
      ],
      [
        'a Job without containers',
        '/apis/batch/v1 jobs',
        { spec: { template: { spec: { restartPolicy: 'Never' } } } },
        'spec.template.spec.containers',
        'Required value',
      ],
      [
        'a Pod without containers',
        '/api/v1 pods',
        { spec: {} },
        'spec.containers',
        'Required value',
      ],
      [
        'a Lease that is over at once',
        '/apis/coordination.k8s.io/v1 leases',
        { spec: { leaseDurationSeconds: 0 } },
        'spec.leaseDurationSeconds',
        'Invalid value: 0: must be greater than 0',
      ],
      [
        'an Event about another namespace',
        '/api/v1 events',
        { ...event, involvedObject: { kind: 'Execution', namespace: 'other', name: 'x' } },
        'involvedObject.namespace',
        'Invalid value: "other": does not match event.namespace',
      ],
      [
        'an Event about no namespace',
        '/api/v1 events',
        event,
        'involvedObject.namespace',
        'Invalid value: "": does not match event.namespace',
      ],
    ])('refuse %s', async (_, where, body, field, message) => {
      await using room = await openApiFixture(ground());
      const [group = '', plural = ''] = where.split(' ');
      const path = `${group}/namespaces/${room.namespace}/${plural}`;
      const failure = (await room.admin.post(path, { ...body, metadata: { name: 'a' } })).failure(
        422,
      );
      expect(failure.details?.causes).toContainEqual({
        reason: message.startsWith('Required') ? 'FieldValueRequired' : 'FieldValueInvalid',
        message,
        field,
      });
      expect((await room.admin.get(`${path}/a`)).status).toBe(404);
    });
  });
}
