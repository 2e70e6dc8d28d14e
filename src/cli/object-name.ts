import { ARCHIVED_EXECUTIONS, EXECUTIONS, type Resource, SUSPENSIONS } from '../api/resources.ts';
import {
  type CommandFlags,
  inOneNamespace,
  isPathPart,
  namedNamespaces,
} from './connection-flags.ts';

/** The object that an argument names. */
export interface NamedObject<F> {
  readonly resource: Resource;
  readonly name: string;
  /** The flags, with the namespace of the object. */
  readonly flags: F;
}

/** The kinds that an argument may have before a name. */
const KINDS = [EXECUTIONS, SUSPENSIONS, ARCHIVED_EXECUTIONS];

/** How the help of commands describes the argument. */
export const EXECUTION_NAME = `NAME, NAMESPACE/NAME, or ${EXECUTIONS.kind.toLowerCase()}.${EXECUTIONS.group}/NAME`;

/**
 * Reads NAME or NAMESPACE/NAME, or either of them after a kind as kubectl prints it:
 * `execution.kontinue.cloud/NAME`. Without a kind, it is the first kind that the command takes.
 * Throws if the namespace contradicts `-n`.
 */
export function readObject<F extends CommandFlags>(
  text: string,
  accepted: readonly [Resource, ...Resource[]],
  flags: F,
): NamedObject<F> {
  const parts = text.split('/');
  const kind = parts.length > 1 ? KINDS.find((known) => isKind(parts[0], known)) : undefined;
  const [name = '', namespace, ...rest] = (kind ? parts.slice(1) : parts).toReversed();
  const [first] = accepted;
  const word = first.kind.toLowerCase();
  if (rest.length > 0 || !isPathPart(name) || (namespace !== undefined && !isPathPart(namespace))) {
    throw new Error(
      `${JSON.stringify(text)} names no ${word}: give NAME, NAMESPACE/NAME or ${word}.${first.group}/NAME.`,
    );
  }
  if (kind && !accepted.includes(kind)) {
    throw new Error(`${text} is not of the kind ${first.kind}, which this command takes.`);
  }
  const found = { resource: kind ?? first, name };
  if (namespace === undefined) return { ...found, flags: inOneNamespace(flags) };
  const given = namedNamespaces(flags);
  if (!flags.allNamespaces && given.length > 0 && !given.includes(namespace)) {
    throw new Error(
      `${text} is in namespace ${namespace}, but -n names ${given.join(',')}. Leave one of them out.`,
    );
  }
  return { ...found, flags: { ...flags, allNamespaces: false, namespace } };
}

/**
 * The name of an execution with its namespace, in the form that {@link readObject} reads. If the
 * namespace has the name of a kind, the kind comes before it, so that it is not read as a kind.
 */
export function qualifiedName(namespace: string, name: string): string {
  const isMistakable = KINDS.some((kind) => isKind(namespace, kind));
  const kind = isMistakable ? `${EXECUTIONS.plural}.${EXECUTIONS.group}/` : '';
  return `${kind}${namespace}/${name}`;
}

function isKind(word: string | undefined, { kind, plural, version, group }: Resource): boolean {
  const [first = '', ...rest] = (word ?? '').toLowerCase().split('.');
  const isNamed = first === kind.toLowerCase() || first === plural;
  return isNamed && ['', group, `${version}.${group}`].includes(rest.join('.'));
}
