import { describe, expect, it } from 'vitest';
import { EXECUTIONS, JOBS, PODS } from '../../../src/api/resources.ts';
import { BUILT_IN } from '../../../src/cluster/kinds/built-in.ts';
import { Storage } from '../../../src/cluster/storage.ts';
import { type Column, declaredColumn, NAME } from '../../../src/cluster/tables/column.ts';
import { jsonPath } from '../../../src/cluster/tables/json-path.ts';
import { tableJson } from '../../../src/cluster/tables/table.ts';

const NOW = Date.UTC(2026, 0, 1, 1);
const OBJECT = {
  spec: { function: 'f', labels: { 'a.b/c': 'd' } },
  status: { attempts: [{ phase: 'Failed' }, { phase: 'Executing' }], at: '2026-01-01T00:00:00Z' },
};

describe('a JSON path', () => {
  it.each([
    ['.spec.function', 'f'],
    ['.status.attempts[1].phase', 'Executing'],
    ["['spec']['function']", 'f'],
    [".spec.labels['a.b/c']", 'd'],
    ['.spec.nothing.here', undefined],
    ['.status.attempts[7].phase', undefined],
    ['.status.attempts.phase', undefined],
    ['.spec.constructor', undefined],
    ['.status.attempts.length', undefined],
  ])('%s reads %j', (path, value) => {
    expect(jsonPath(path)(OBJECT)).toEqual(value);
  });

  it.each(['', 'spec', '.a[*]', '.a..b', '{.a}', '.a[?(@.b)]'])('%j is refused', (path) => {
    expect(() => jsonPath(path)).toThrow('only fields and indexes are supported');
  });
});

function stored() {
  return new Storage().create(EXECUTIONS, { metadata: { name: 'e', namespace: 'ns' }, ...OBJECT });
}

describe('a declared column', () => {
  const cell = (type: Parameters<typeof declaredColumn>[0]['type'], path: string) =>
    declaredColumn({ name: 'C', type, jsonPath: path }).cell(stored(), NOW);

  it('shows what its type says', () => {
    expect(cell('string', '.spec.function')).toBe('f');
    expect(cell('date', '.status.at')).toBe('60m');
    expect(cell('integer', '.metadata.generation')).toBe(1);
    expect(cell('string', '.metadata.generation')).toBe('1');
    expect(cell('string', '.spec.labels')).toBe('{"a.b/c":"d"}');
  });

  it('is empty where there is nothing, or nothing of its type', () => {
    expect(cell('string', '.spec.nothing')).toBeNull();
    expect(cell('integer', '.spec.function')).toBeNull();
    expect(cell('date', '.spec.function')).toBe('<invalid>');
  });
});

describe('a table', () => {
  const columns: readonly Column[] = [
    NAME,
    declaredColumn({ name: 'Function', type: 'string', jsonPath: '.spec.function', priority: 1 }),
  ];
  const table = (include: 'None' | 'Metadata' | 'Object', heads = true) =>
    JSON.parse(
      tableJson(columns, [stored()], { now: NOW, include, heads, metadata: { continue: 'c' } }),
    );

  it('has its columns, and a row of cells for each object', () => {
    expect(table('None')).toMatchObject({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { continue: 'c' },
      columnDefinitions: [
        { name: 'Name', type: 'string', format: 'name', priority: 0 },
        { name: 'Function', type: 'string', priority: 1 },
      ],
      rows: [{ cells: ['e', 'f'], object: null }],
    });
  });

  it('carries the metadata or the whole of each object', () => {
    expect(table('Metadata').rows[0].object).toMatchObject({
      kind: 'PartialObjectMetadata',
      metadata: { name: 'e' },
    });
    expect(table('Metadata').rows[0].object).not.toHaveProperty('spec');
    expect(table('Object').rows[0].object).toMatchObject({ spec: { function: 'f' } });
  });

  it('sends its columns once to a watch', () => {
    expect(table('None', false).columnDefinitions).toBeNull();
  });
});

describe('the columns of built-in kinds', () => {
  const cells = (resource: typeof PODS, object: object) => {
    const kind = BUILT_IN.find((k) => k.resource.plural === resource.plural);
    const made = new Storage().create(resource, { metadata: { name: 'x' }, ...object });
    return Object.fromEntries(
      (kind?.columns ?? []).map((column) => [column.name, column.cell(made, NOW)]),
    );
  };

  it('show a pod as kubectl does: the reason before the phase', () => {
    const spec = { containers: [{ name: 'a' }, { name: 'b' }] };
    const containerStatuses = [
      { name: 'a', ready: true, restartCount: 2, state: { running: {} } },
      { name: 'b', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ];
    const pod = { spec, status: { phase: 'Running', containerStatuses } };
    expect(cells(PODS, pod)).toMatchObject({
      Ready: '1/2',
      Status: 'CrashLoopBackOff',
      Restarts: '2',
    });
  });

  it('show a job by its conditions', () => {
    const status = {
      startTime: '2026-01-01T00:00:00Z',
      succeeded: 1,
      completionTime: '2026-01-01T00:00:30Z',
      conditions: [{ type: 'Complete', status: 'True' }],
    };
    expect(cells(JOBS, { status })).toMatchObject({
      Status: 'Complete',
      Completions: '1/1',
      Duration: '30s',
    });
    expect(cells(JOBS, { spec: { suspend: true } })).toMatchObject({ Status: 'Suspended' });
  });
});
