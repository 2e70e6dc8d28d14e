import { noEffects } from '../step.ts';
import { goBack, goForward, toggleView } from '../views/navigate.ts';
import { VIEWS } from '../views/registry.ts';
import type { Binding } from './binding.ts';
import * as run from './program.ts';

/** The keys that work in every pane, besides those that move its cursor. */
export const PROGRAM_KEYS: readonly Binding[] = [
  {
    keys: ['f'],
    heading: 'View',
    hint: 'full screen',
    help: 'toggle full screen',
    run: run.toggleZoom,
  },
  {
    keys: ['tab'],
    heading: 'Navigation',
    hint: 'next pane',
    help: 'next pane',
    run: run.nextPane(1),
  },
  {
    keys: ['shift-tab'],
    heading: 'Navigation',
    help: 'previous pane',
    run: run.nextPane(-1),
  },
  {
    keys: ['['],
    heading: 'General',
    help: 'go back to the previous view',
    run: (state) => noEffects(goBack(state)),
  },
  {
    keys: [']'],
    heading: 'General',
    help: 'go forward again',
    run: (state) => noEffects(goForward(state)),
  },
  {
    keys: ['-'],
    heading: 'General',
    help: 'switch to the last view, and back',
    run: (state) => noEffects(toggleView(state)),
  },
  {
    keys: ['esc'],
    heading: 'General',
    help: 'go back: leave full screen, clear the filter, or go to the list',
    run: run.back,
  },
  {
    keys: [':'],
    heading: 'General',
    hint: 'command',
    help: `enter a command: ${VIEWS.map(({ id }) => `:${id}`).join(', ')}, :ns NAME, :cancel, :sort COLUMN, :help, :q`,
    run: run.openCommand,
  },
  {
    keys: ['ctrl-e'],
    heading: 'General',
    help: 'show the context, namespaces, user and server version in full',
    command: 'header',
    run: run.toggleHeader,
  },
  {
    keys: ['T'],
    heading: 'General',
    help: 'show times in local time or in UTC',
    run: run.toggleUtc,
  },
  {
    keys: ['ctrl-r'],
    heading: 'General',
    help: 'reconnect now',
    command: 'reconnect',
    run: run.reconnect,
  },
  {
    keys: ['ctrl-l'],
    heading: 'General',
    help: 'redraw the screen',
    command: 'redraw',
    run: (state) => [state, [{ kind: 'redraw' }]],
  },
  {
    keys: ['ctrl-z'],
    heading: 'General',
    help: 'suspend to the shell; fg returns',
    run: (state) => [state, [{ kind: 'suspendToShell' }]],
  },
  {
    keys: ['?'],
    heading: 'General',
    hint: 'help',
    help: 'show all keys',
    command: 'help',
    run: run.openHelp,
  },
  {
    keys: ['q'],
    heading: 'General',
    help: 'go back; on the home screen, quit',
    command: 'quit',
    run: run.backOrQuit,
  },
  {
    keys: ['ctrl-c'],
    heading: 'General',
    help: 'quit',
    run: (state) => [state, [{ kind: 'quit' }]],
  },
];
