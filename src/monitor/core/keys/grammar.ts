import { nearest } from '../../../api/nearest.ts';
import type { ViewId } from '../views/route.ts';
import type { View } from '../views/view.ts';

/** What can be typed after `:`. */
export interface Grammar {
  readonly views: readonly View[];
  /** Commands without an argument, by each of their names: `q` is `quit`. */
  readonly commands: ReadonlyMap<string, string>;
}

/** What was typed after `:`, as data. Namespaces: none are all of them; undefined leaves those there are. */
export type Command =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'view';
      readonly view: ViewId;
      readonly argument: string | undefined;
      readonly namespaces: readonly string[] | undefined;
      /** The filter as typed, without its slash; undefined leaves the one there is. */
      readonly filter: string | undefined;
    }
  | { readonly kind: 'namespaces'; readonly namespaces: readonly string[] }
  | { readonly kind: 'sort'; readonly column: string }
  | { readonly kind: 'command'; readonly name: string };

/** Reads what stands behind the name of a command. */
type ReadRest = (name: string, words: readonly string[]) => Command | string;

/** Commands that the grammar itself knows, by each of their names. */
const BUILT_IN: ReadonlyMap<string, ReadRest> = new Map([
  ['ns', parseNamespaces],
  ['namespace', parseNamespaces],
  ['namespaces', parseNamespaces],
  ['sort', parseSort],
]);

/**
 * Reads `:view [argument] [namespace,…] [/filter]`, `:ns namespace,…`, `:sort column`, or a command
 * without an argument.
 * @returns the command, or one sentence that says what was not understood and what is possible.
 */
export function parseCommand(line: string, grammar: Grammar): Command | string {
  const [name = '', ...rest] = line.trim().split(/\s+/);
  if (name === '') return { kind: 'nothing' };
  const view = grammar.views.find(({ id, aliases }) => id === name || aliases.includes(name));
  if (view) return parseView(name, view, line.trim().slice(name.length));
  const builtIn = BUILT_IN.get(name);
  if (builtIn) return builtIn(name, rest);
  const command = grammar.commands.get(name);
  if (command === undefined) return noCommand(name, grammar);
  return rest.length === 0
    ? { kind: 'command', name: command }
    : `:${name} takes no argument: leave out ${rest.join(' ')}`;
}

/** A filter goes from the first word with a slash before it to the end of the line. */
function parseView(name: string, { id, argument }: View, rest: string): Command | string {
  const [, before = '', filter] = /^(.*?)(?:(?:^|\s)\/(.*))?$/s.exec(rest) ?? [];
  const words = before.split(/\s+/).filter(Boolean);
  const given = argument === undefined ? undefined : words.shift();
  if (argument !== undefined && given === undefined) {
    return `:${name} takes a ${argument}: :${name} ${argument} [namespace,…] [/filter]`;
  }
  const namespaces = readNamespaces(words);
  if (typeof namespaces === 'string') return namespaces;
  return { kind: 'view', view: id, argument: given, namespaces, filter };
}

function parseNamespaces(name: string, words: readonly string[]): Command | string {
  const namespaces = readNamespaces(words);
  if (namespaces === undefined) return `:${name} takes one or more namespaces, or all`;
  return typeof namespaces === 'string' ? namespaces : { kind: 'namespaces', namespaces };
}

/** The name of a namespace: a DNS label. */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Reads namespaces with commas or spaces between them; `all` among them is all of them. */
function readNamespaces(words: readonly string[]): readonly string[] | string | undefined {
  const names = words.join(',').split(',').filter(Boolean);
  if (names.length === 0) return undefined;
  const wrong = names.find((name) => !NAMESPACE.test(name));
  if (wrong !== undefined) {
    return `${wrong} is no name of a namespace: lower case letters, digits and hyphens, 63 at most`;
  }
  return names.includes('all') ? [] : names;
}

function parseSort(name: string, words: readonly string[]): Command | string {
  const [column = '', ...more] = words;
  return more.length === 0
    ? { kind: 'sort', column }
    : `:${name} takes one column: leave out ${more.join(' ')}`;
}

function noCommand(name: string, { views, commands }: Grammar): string {
  const known = [
    ...views.flatMap(({ id, aliases }) => [id, ...aliases]),
    ...BUILT_IN.keys(),
    ...commands.keys(),
  ];
  const near = nearest(name, known);
  return near === undefined
    ? `no command :${name}: press ? for the list`
    : `no command :${name}: did you mean :${near}? Press ? for the list`;
}
