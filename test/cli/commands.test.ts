import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { withConnectionFlagsOfMany } from '../../src/cli/connection-flags.ts';
import { withExecute } from '../../src/cli/execute/command.ts';
import { withInterventions } from '../../src/cli/interventions.ts';
import { withList } from '../../src/cli/list/command.ts';
import { withShow } from '../../src/cli/show/command.ts';
import { withWorker } from '../../src/cli/worker/command.ts';
import { readEnvironment } from '../../src/kube/connection/environment.ts';

/** They share a section. */
const INTERVENTIONS: ReadonlySet<string> = new Set(['cancel', 'skip', 'retry', 'resume']);
const program = new Command();
for (const withCommand of [withExecute, withList, withShow, withInterventions, withWorker]) {
  withCommand(program, readEnvironment(), process, () => undefined);
}
const connection = withConnectionFlagsOfMany(new Command()).options.map(({ long }) => long);
const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

test.each(program.commands.map((command) => [command.name(), command] as const))(
  'docs/cli.md has every flag of %s',
  (name, command) => {
    const heading = INTERVENTIONS.has(name) ? 'Interventions' : name;
    const [, section = ''] = page.split(`\n## ${heading}\n`);
    const [text = ''] = section.split('\n## ');
    const own = command.options
      .map(({ long }) => long ?? '')
      .filter((l) => !connection.includes(l));
    const isTold = (flag: string) =>
      text.includes(flag) || (flag === '--output' && text.includes('`-o'));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((flag) => !isTold(flag))).toEqual([]);
  },
);
