import { sanitize } from '../../../text/sanitize.ts';
import { commandLine } from '../../../text/shell.ts';
import { pushLayer } from '../layers/stack.ts';
import type { Kind, Subject } from '../resources/kinds.ts';
import { countedRow, type State } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import type { Binding } from './binding.ts';

/** Returns the object under the cursor of a pane. */
type SubjectOf = (state: State) => Subject | undefined;

/** The keys of a pane with a cursor on one object. */
export interface ObjectKeys {
  readonly showYaml: Binding;
  readonly copying: readonly Binding[];
}

/** Returns the keys for the object that the cursor of a pane is on. */
export function objectKeys(subjectOf: SubjectOf): ObjectKeys {
  const disabledReason = (state: State) => countedRow(state) ?? whyNothing(subjectOf)(state);
  const onSubject = (run: (state: State, subject: Subject) => Step) => (state: State) => {
    const subject = subjectOf(state);
    return subject === undefined ? noEffects(state) : run(state, subject);
  };
  return {
    showYaml: {
      keys: ['y'],
      heading: 'View',
      hint: 'yaml',
      help: 'show the whole object as YAML',
      disabledReason,
      run: onSubject(showYaml),
    },
    copying: [
      {
        keys: ['c'],
        heading: 'General',
        help: 'copy the name to the clipboard',
        disabledReason,
        run: onSubject(copyName),
      },
      {
        keys: ['C'],
        heading: 'General',
        help: 'copy the kubectl command that shows it',
        disabledReason,
        run: onSubject(copyKubectl),
      },
    ],
  };
}

/** Says why there is no object under the cursor of a pane. */
export const whyNothing = (subjectOf: SubjectOf) => (state: State) =>
  subjectOf(state) === undefined ? 'nothing is selected' : undefined;

function showYaml(state: State, { kind: of, object }: Subject): Step {
  const { name, namespace = '' } = object.metadata;
  const key = `${of}/${namespace}/${name}`;
  const content = {
    source: 'text',
    key,
    title: `${of} ${name}`,
    lines: undefined,
    top: 0,
    shift: 0,
  } as const;
  return [
    pushLayer(state, { kind: 'page', content }),
    [{ kind: 'readYaml', key, of, namespace, name }],
  ];
}

function copyName(state: State, { object }: Subject): Step {
  const name = sanitize(object.metadata.name);
  return [state, [{ kind: 'copy', text: name, what: name }]];
}

const PLURALS: Readonly<Record<Kind, string>> = {
  Execution: 'executions',
  Suspension: 'suspensions',
  Job: 'jobs',
};

function copyKubectl(state: State, { kind, object }: Subject): Step {
  const { name, namespace = '' } = object.metadata;
  const line = ['kubectl', 'get', PLURALS[kind], name, '-n', namespace, '-o', 'yaml'];
  const text = commandLine(state.session, line);
  return [state, [{ kind: 'copy', text, what: text }]];
}
