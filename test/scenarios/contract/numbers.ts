import { describe, expect, test } from 'vitest';
import { EXECUTIONS } from '../../../src/api/resources.ts';
import type { TestCluster } from '../../client/support/test-cluster.ts';
import { openTestNamespace } from '../../client/support/test-namespace.ts';
import { commandFixtureOf } from './command-fixture.ts';

/** Whole numbers beyond 2^53 through the commands. */
export function numbersScenarios(ground: () => TestCluster): void {
  const { run } = commandFixtureOf(ground);

  describe('whole numbers beyond 2^53', () => {
    test('go in by flags and come out in every form', async () => {
      await using stage = await openTestNamespace(ground());
      const started = await run(
        stage,
        'execute',
        'import',
        '--no-follow',
        '--name',
        'a',
        '--args',
        '{"first":3544790567247868102}',
        '--arg',
        'second=3544790567247868103',
      );
      expect(started, started.stderr).toMatchObject({ code: 0 });
      const stored = await stage.raw.get(stage.pathOf(EXECUTIONS, 'a'));
      expect(stored.text).toContain('{"first":3544790567247868102,"second":3544790567247868103}');
      for (const form of ['json', 'yaml']) {
        const { stdout } = await run(stage, 'show', 'a', '-o', form);
        expect(stdout).toMatch(/first"?: 3544790567247868102\b/);
        expect((await run(stage, 'list', '-o', form)).stdout).toMatch(
          /second"?: 3544790567247868103\b/,
        );
      }
      expect((await run(stage, 'show', 'a')).stdout).toContain('"first": 3544790567247868102');

      const skipped = await run(stage, 'skip', 'a', '--result', '{"id":3544790567247868102}');
      expect(skipped, skipped.stderr).toMatchObject({ code: 0 });
      expect((await stage.raw.get(stage.pathOf(EXECUTIONS, 'a'))).text).toContain(
        '"result":{"id":3544790567247868102}',
      );
    });

    test('and other numbers that would be changed are refused, each by name', async () => {
      await using stage = await openTestNamespace(ground());
      await stage.execution('a');
      const skip = await run(stage, 'skip', 'a', '--result', '{"id":1e400}');
      expect(skip.code).not.toBe(0);
      expect(skip.stderr).toContain('--result: id: 1e400 is larger than any number');
      const args = await run(stage, 'execute', 'f', '--args', '{"id":18446744073709551617}');
      expect(args.stderr).toContain('--args: id: 18446744073709551617 would be stored as');
      const arg = await run(stage, 'execute', 'f', '--arg', 'ratio=0.1234567890123456789');
      expect(arg.stderr).toContain('0.1234567890123456789 would be stored as 0.12345678901234568');
      expect((await stage.client.list()).map(({ metadata }) => metadata.name)).toEqual(['a']);
    });
  });
}
