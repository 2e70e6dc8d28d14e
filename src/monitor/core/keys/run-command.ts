import { type PaneId, panesOf } from '../layout.ts';
import { paneOf } from '../panes/registry.ts';
import { setNamespaces } from '../resources/namespaces.ts';
import { type State, withFlash } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import { goTo } from '../views/navigate.ts';
import { VIEWS } from '../views/registry.ts';
import type { Command, Grammar } from './grammar.ts';
import { parseCommand } from './grammar.ts';
import { bindingOfCommand, KEYMAP } from './keymap.ts';

const NAMES = KEYMAP.flatMap(({ command }) => command ?? []);

const GRAMMAR: Grammar = {
  views: VIEWS,
  commands: new Map([
    ...NAMES.map((name) => [name, name] as const),
    ['q', 'quit'],
    ['exit', 'quit'],
  ]),
};

/** Runs what stood after the colon, or flashes what is wrong with it. */
export function runCommand(state: State, line: string): Step {
  const command = parseCommand(line, GRAMMAR);
  if (typeof command === 'string') return noEffects(withFlash(state, command, 'warn'));
  switch (command.kind) {
    case 'nothing':
      return noEffects(state);
    case 'view':
      return noEffects(openView(state, command));
    case 'namespaces':
      return noEffects(setNamespaces(state, command.namespaces));
    case 'sort':
      return noEffects(sortShown(state, command.column));
    case 'command':
      return runBinding(state, command.name);
  }
}

/** Shows a view. With a filter that cannot be read, the view from before stays. */
function openView(
  state: State,
  { view, argument, namespaces, filter }: Extract<Command, { kind: 'view' }>,
): State {
  const moved = namespaces === undefined ? state : setNamespaces(state, namespaces);
  const opened = goTo(moved, { view, ...(argument !== undefined && { argument }) });
  if (filter === undefined) return opened;
  const filtered = paneOf(view).filter?.set(opened, filter) ?? `:${view} takes no filter`;
  return typeof filtered === 'string' ? withFlash(moved, filtered, 'warn') : filtered;
}

/** Sorts the rows that are shown. */
function sortShown(state: State, column: string): State {
  for (const pane of shownPanes(state)) {
    const sorted = paneOf(pane).sort?.(state, column);
    if (sorted) return sorted;
  }
  return withFlash(state, 'nothing here can be sorted', 'warn');
}

/** Does what the key of a command does. */
function runBinding(state: State, name: string): Step {
  const binding = bindingOfCommand(name, shownPanes(state));
  if (binding === undefined) return noEffects(withFlash(state, worksIn(name), 'warn'));
  const why = binding.disabledReason?.(state);
  return why === undefined ? binding.run(state) : noEffects(withFlash(state, why, 'warn'));
}

/** The panes of the view, the focused one first. */
function shownPanes(state: State): readonly PaneId[] {
  return [state.focus, ...panesOf(state.route.view)];
}

function worksIn(name: string): string {
  const where = KEYMAP.flatMap((line) =>
    line.command === name && line.where !== 'everywhere' ? line.where : [],
  );
  return `:${name} works in ${where.join(', ')}`;
}
