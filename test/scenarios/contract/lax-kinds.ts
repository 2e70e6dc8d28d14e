import { describe, expect, test } from 'vitest';
import { API_VERSION, EXECUTIONS } from '../../../src/api/resources.ts';
import { changeKind, type OwnTestCluster, STATUS } from '../../client/support/change-kind.ts';
import { openTestNamespace } from '../../client/support/test-namespace.ts';
import { commandFixtureOf } from './command-fixture.ts';

const ANYTHING = { 'x-kubernetes-preserve-unknown-fields': true };
const SPEC = STATUS.replace('status', 'spec');
/** Where this kontinue has numbers, that one takes anything. */
const LAXER = [
  { op: 'replace', path: `${STATUS}/properties/progress`, value: ANYTHING },
  { op: 'replace', path: `${STATUS}/properties/retries`, value: ANYTHING },
  { op: 'replace', path: `${SPEC}/properties/retry`, value: ANYTHING },
] as const;
const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x9b31m7';

/** The commands where the definition of executions is laxer than this kontinue's. */
export function laxKindsScenarios(ground: () => OwnTestCluster): void {
  const { run } = commandFixtureOf(ground);

  describe('where executions may have texts in the place of numbers', () => {
    test('no command prints their escape sequences', async (context) => {
      if (!ground().mayChangeKinds) return context.skip('only where no one else lives');
      await using stage = await openTestNamespace(ground());
      await stage.execution('probe');
      let asked = 0;
      const isLax = async () => {
        asked += 1;
        // What is wrong and does not change is no longer refused by a stricter definition.
        const patch = { status: { phase: 'Pending', retries: `many ${asked}` } };
        const path = stage.pathOf(EXECUTIONS, 'probe', 'status');
        return (await stage.raw.mergePatch(path, patch)).status === 200;
      };
      await using _ = await changeKind(stage, LAXER, isLax);
      const status = {
        phase: 'Executing',
        retries: HOSTILE,
        progress: { current: HOSTILE, max: HOSTILE },
      };
      const retry = { retries: HOSTILE, initialInterval: HOSTILE };
      const spec = { function: 'deploy', retry };
      const metadata = { name: 'deploy-7' };
      const object = { apiVersion: API_VERSION, kind: EXECUTIONS.kind, metadata, spec };
      (await stage.raw.post(stage.pathOf(EXECUTIONS), object)).object();
      await stage.setStatus(EXECUTIONS, 'deploy-7', status);
      const commands = [
        ...['table', 'wide', 'yaml'].map((form) => ['list', '-o', form]),
        ...['wide', 'yaml'].map((form) => ['show', 'deploy-7', '-o', form]),
        ['show', 'deploy-7'],
        ['cancel', 'deploy-7'],
        ['retry', 'deploy-7'],
        ['skip', 'deploy-7', '--result', '1'],
      ];
      for (const [command = '', ...args] of commands) {
        const ran = await run(stage, command, ...args);
        const line = [command, ...args].join(' ');
        expect(ran, `${line}: ${ran.stderr}`).toMatchObject({ code: 0 });
        expect(ran.stdout + ran.stderr, line).not.toMatch(/[\x1b\x07\x9b]/);
        expect(ran.stdout, line).toContain(
          command === 'list' || command === 'show' ? 'deploy-7' : '',
        );
      }
    });
  });
}
