import { describe, expect, it } from 'vitest';
import { type Grammar, parseCommand } from '../../../../src/monitor/core/keys/grammar.ts';

const GRAMMAR: Grammar = {
  views: [
    { id: 'executions', aliases: ['ex'] },
    { id: 'suspensions', aliases: ['susp'], argument: 'NAME' },
  ],
  commands: new Map([
    ['cancel', 'cancel'],
    ['quit', 'quit'],
    ['q', 'quit'],
  ]),
};
const parse = (line: string) => parseCommand(line, GRAMMAR);
const view = (parts: object) => ({
  kind: 'view',
  view: 'executions',
  argument: undefined,
  namespaces: undefined,
  filter: undefined,
  ...parts,
});

describe('a command line', () => {
  it.each([
    ['', { kind: 'nothing' }],
    ['  ', { kind: 'nothing' }],
    ['executions', view({})],
    [' ex ', view({})],
    ['ex a', view({ namespaces: ['a'] })],
    ['ex a,b c', view({ namespaces: ['a', 'b', 'c'] })],
    ['ex all', view({ namespaces: [] })],
    ['ex /x', view({ filter: 'x' })],
    ['ex /', view({ filter: '' })],
    ['ex a /phase:failed  fn:b /c', view({ namespaces: ['a'], filter: 'phase:failed  fn:b /c' })],
    ['ns a', { kind: 'namespaces', namespaces: ['a'] }],
    ['namespaces a,all', { kind: 'namespaces', namespaces: [] }],
    ['sort name', { kind: 'sort', column: 'name' }],
    ['sort', { kind: 'sort', column: '' }],
    ['cancel', { kind: 'command', name: 'cancel' }],
    ['q', { kind: 'command', name: 'quit' }],
  ])('%j is read into data', (line, command) => {
    expect(parse(line)).toEqual(command);
  });

  it('has an argument before the namespaces where the view takes one', () => {
    const suspensions = { view: 'suspensions', argument: 'deploy' };
    expect(parse('susp deploy')).toEqual(view(suspensions));
    expect(parse('susp deploy a,b /x')).toEqual(
      view({ ...suspensions, namespaces: ['a', 'b'], filter: 'x' }),
    );
  });

  it.each([
    ['susp', ':susp takes a NAME: :susp NAME [namespace,…] [/filter]'],
    ['susp /x', ':susp takes a NAME: :susp NAME [namespace,…] [/filter]'],
    ['ns', ':ns takes one or more namespaces, or all'],
    ['ns ,', ':ns takes one or more namespaces, or all'],
    ['ns a,B_', 'B_ is no name of a namespace: lower case letters, digits and hyphens, 63 at most'],
    [
      'ex ../x',
      '../x is no name of a namespace: lower case letters, digits and hyphens, 63 at most',
    ],
    ['sort age name', ':sort takes one column: leave out name'],
    ['q now', ':q takes no argument: leave out now'],
    ['cancel deploy-7', ':cancel takes no argument: leave out deploy-7'],
    ['cancle', 'no command :cancle: did you mean :cancel? Press ? for the list'],
    ['suspension', 'no command :suspension: did you mean :suspensions? Press ? for the list'],
    ['frobnicate', 'no command :frobnicate: press ? for the list'],
    ['constructor', 'no command :constructor: press ? for the list'],
  ])('%j is refused with what was not understood and what is possible', (line, message) => {
    expect(parse(line)).toBe(message);
  });
});
