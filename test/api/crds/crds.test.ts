import { describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '../../../src/api/crds/crds.ts';
import type { Schema } from '../../../src/api/crds/schema.ts';
import { DURATION_PATTERN } from '../../../src/api/duration.ts';
import { PHASES } from '../../../src/api/phase.ts';

const definitions = customResourceDefinitions();

/** The one version of a kind. */
function versionOf(kind: string) {
  const definition = definitions.find((d) => d.spec.names.kind === kind);
  const [version] = definition?.spec.versions ?? [];
  if (version === undefined) throw new Error(`no definition of ${kind}`);
  return version;
}

/** Every schema of a kind by its path: `spec.retry.retries`, `status.attempts[].phase`. */
function fieldsOf(kind: string): ReadonlyMap<string, Schema> {
  const fields = new Map<string, Schema>();
  const visit = (schema: Schema, path: string) => {
    fields.set(path, schema);
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      visit(field, path === '' ? name : `${path}.${name}`);
    }
    if (schema.items) visit(schema.items, `${path}[]`);
  };
  visit(versionOf(kind).schema.openAPIV3Schema, '');
  return fields;
}

function field(kind: string, path: string): Schema {
  const schema = fieldsOf(kind).get(path);
  if (schema === undefined) throw new Error(`${kind} has no field ${path}`);
  return schema;
}

const everyField = definitions.flatMap((definition) => {
  const { kind } = definition.spec.names;
  return [...fieldsOf(kind)].map(([path, schema]) => ({ path: `${kind}.${path}`, schema }));
});

describe('the definitions', () => {
  it('are of the five kinds, namespaced, with their short names', () => {
    expect(
      definitions.map(({ metadata, spec }) => [
        metadata.name,
        spec.names.kind,
        spec.names.shortNames?.join(),
        spec.scope,
      ]),
    ).toEqual([
      ['executions.kontinue.cloud', 'Execution', 'exec', 'Namespaced'],
      ['suspensions.kontinue.cloud', 'Suspension', 'susp', 'Namespaced'],
      ['scheduledexecutions.kontinue.cloud', 'ScheduledExecution', 'sched', 'Namespaced'],
      ['functions.kontinue.cloud', 'Function', 'fn', 'Namespaced'],
      ['archivedexecutions.kontinue.cloud', 'ArchivedExecution', 'arch', 'Namespaced'],
    ]);
  });

  it('serve and store v1alpha1 alone, with a status subresource', () => {
    for (const { spec } of definitions) {
      expect(spec.group).toBe('kontinue.cloud');
      expect(spec.versions).toMatchObject([
        { name: 'v1alpha1', served: true, storage: true, subresources: { status: {} } },
      ]);
      expect(spec.versions).toHaveLength(1);
    }
  });

  it('survive the way through JSON, as kubectl gets them', () => {
    expect(JSON.parse(JSON.stringify(definitions))).toEqual(definitions);
  });
});

describe('the schemas', () => {
  it('describe every field', () => {
    const silent = everyField.filter(({ path, schema }) => {
      const item = path.endsWith('[]') && schema.type !== 'object';
      return !item && !schema.description;
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('have no default anywhere: it would be stored, and look like a choice', () => {
    expect(everyField.filter(({ schema }) => 'default' in schema)).toEqual([]);
  });

  it('are structural: each field has a type, unless it takes any value', () => {
    const untyped = everyField.filter(({ schema }) => schema.type === undefined);
    expect(untyped.map(({ path }) => path)).toEqual([
      'Execution.spec.arguments',
      'Execution.status.result',
      'Execution.status.state',
      'Suspension.status.value',
      'ScheduledExecution.spec.arguments',
      'Function.spec.arguments[].default',
      'Function.spec.defaults.arguments',
    ]);
    for (const { schema } of untyped) {
      expect(schema).toHaveProperty('x-kubernetes-preserve-unknown-fields', true);
    }
  });

  it('require only fields that there are', () => {
    for (const { path, schema } of everyField) {
      for (const name of schema.required ?? []) {
        expect(Object.keys(schema.properties ?? {}), path).toContain(name);
      }
    }
  });

  it('keep what another kontinue writes into a status, at each of its levels', () => {
    const shut = everyField.filter(
      ({ path, schema }) =>
        /^\w+\.status/.test(path) &&
        schema.type === 'object' &&
        !schema['x-kubernetes-preserve-unknown-fields'],
    );
    expect(shut.map(({ path }) => path)).toEqual([]);
  });

  it('list the allowed words of childPolicy only', () => {
    const listed = everyField.filter(({ schema }) => schema.enum !== undefined);
    expect(listed.map(({ path }) => path)).toEqual([
      'Execution.spec.retry.childPolicy',
      'ScheduledExecution.spec.executionDefaults.retry.childPolicy',
      'Function.spec.defaults.retry.childPolicy',
    ]);
    for (const { schema } of listed)
      expect(schema.enum).toEqual(['None', 'RetryFailed', 'RetryAll']);
  });

  it('take any word for a phase, since an unknown one must not refuse later writes', () => {
    const phases = everyField.filter(({ path }) => path.endsWith('phase'));
    expect(phases).not.toHaveLength(0);
    for (const { path, schema } of phases) {
      const pattern = new RegExp(schema.pattern ?? '$^');
      for (const phase of [...PHASES, 'Draining']) expect(phase, path).toMatch(pattern);
      for (const phase of ['', 'failed', 'Not Ready']) expect(phase, path).not.toMatch(pattern);
    }
  });

  it.each([
    ['Execution', 'spec.retry.backoff'],
    ['Execution', 'spec.timeout.overall'],
    ['Execution', 'spec.timeout.attempt'],
    ['Execution', 'spec.ttl.archiveAfter'],
    ['Execution', 'spec.ttl.deleteAfter'],
    ['Function', 'spec.defaults.timeout.attempt'],
    ['ScheduledExecution', 'spec.executionDefaults.ttl.deleteAfter'],
    ['ArchivedExecution', 'spec.deleteAfter'],
  ])('hold %s %s to the pattern of durations', (kind, path) => {
    expect(field(kind, path)).toMatchObject({ type: 'string', pattern: DURATION_PATTERN });
    expect(field(kind, path)).not.toHaveProperty('format');
  });

  it('refuse an execution without a function, and negative retries', () => {
    expect(field('Execution', '').required).toEqual(['spec']);
    expect(field('Execution', 'spec').required).toEqual(['function']);
    expect(field('Execution', 'spec.function').minLength).toBe(1);
    expect(field('Execution', 'spec.retry.retries')).toMatchObject({ type: 'integer', minimum: 0 });
  });

  it('let a suspension be made without a spec', () => {
    expect(field('Suspension', '').required).toBeUndefined();
  });

  it('hold every field of the contract', () => {
    const paths = definitions.flatMap(({ spec }) => [...fieldsOf(spec.names.kind).keys()]);
    expect(paths).toEqual(
      expect.arrayContaining([
        'spec.mutex.name',
        'status.workerName',
        'status.attempts[].finishedAt',
        'status.progress.current',
        'status.progress.max',
        'status.resumptions',
        'status.retries',
        'status.retriedAt',
        'spec.resumeAt',
        'spec.expiresAt',
        'status.value',
        'status.made',
        'spec.message',
        'spec.schedule',
        'spec.timeZone',
        'spec.historyLimit',
        'spec.suspend',
        'status.active',
        'status.lastScheduleTime',
        'status.nextScheduleTime',
        'spec.workerGroup',
        'spec.concurrency.limit',
        'spec.uid',
        'spec.archivedAt',
        'spec.data',
      ]),
    );
  });
});

describe('columns and selectors', () => {
  it('point at fields that there are', () => {
    for (const { spec } of definitions) {
      const fields = fieldsOf(spec.names.kind);
      const { additionalPrinterColumns = [], selectableFields = [] } = versionOf(spec.names.kind);
      for (const { jsonPath } of [...additionalPrinterColumns, ...selectableFields]) {
        if (jsonPath.startsWith('.metadata.')) continue;
        expect([...fields.keys()], spec.names.kind).toContain(jsonPath.slice(1));
      }
    }
  });

  it('select executions by function and by phase', () => {
    expect(versionOf('Execution').selectableFields).toEqual([
      { jsonPath: '.spec.function' },
      { jsonPath: '.status.phase' },
    ]);
  });

  it('show a Function by name, description and group, as the documentation does', () => {
    const columns = versionOf('Function').additionalPrinterColumns ?? [];
    expect(columns.filter((column) => !column.priority).map((column) => column.name)).toEqual([
      'Description',
      'Group',
    ]);
  });

  it('carry the whole summary of an archive, and never its data', () => {
    const summary = [...fieldsOf('ArchivedExecution').keys()].filter(
      (path) => path.startsWith('spec.') && path !== 'spec.data',
    );
    const columns = versionOf('ArchivedExecution').additionalPrinterColumns ?? [];
    const paths = columns.map(({ jsonPath }) => jsonPath.slice(1));
    expect(paths).toEqual(expect.arrayContaining(summary));
    expect(paths).not.toContain('spec.data');
  });

  it('never say how long ago of an instant that lies ahead', () => {
    for (const { spec } of definitions) {
      const columns = versionOf(spec.names.kind).additionalPrinterColumns ?? [];
      const ahead = columns.filter(({ jsonPath }) => /resumeAt|nextSchedule/.test(jsonPath));
      expect(ahead.filter(({ type }) => type === 'date')).toEqual([]);
    }
  });
});
