import { noEffects } from '../step.ts';
import { goBack, goForward, toggleView } from '../views/navigate.ts';
import { VIEWS } from '../views/registry.ts';
import type { Binding } from './binding.ts';
import * as run from './program.ts';

/** The keys that work in every pane, besides those that move its cursor. */
export const PROGRAM_KEYS: readonly Binding[] = [
  {
    keys: ['f'],
    heading: 'Looking',
    hint: 'full screen',
    help: 'this pane alone, or all again',
    run: run.toggleZoom,
  },
  {
    keys: ['tab'],
    heading: 'Moving',
    hint: 'next pane',
    help: 'to the next pane',
    run: run.nextPane(1),
  },
  {
    keys: ['shift-tab'],
    heading: 'Moving',
    help: 'to the pane before',
    run: run.nextPane(-1),
  },
  {
    keys: ['['],
    heading: 'Program',
    help: 'back to the view before',
    run: (state) => noEffects(goBack(state)),
  },
  {
    keys: [']'],
    heading: 'Program',
    help: 'forward again',
    run: (state) => noEffects(goForward(state)),
  },
  {
    keys: ['-'],
    heading: 'Program',
    help: 'to the view shown last; once more, back to this one',
    run: (state) => noEffects(toggleView(state)),
  },
  {
    keys: ['esc'],
    heading: 'Program',
    help: 'back: out of full screen, out of a filter, to the list',
    run: run.back,
  },
  {
    keys: [':'],
    heading: 'Program',
    hint: 'command',
    help: `a command: ${VIEWS.map(({ id }) => `:${id}`).join(', ')}, :ns NAME, :cancel, :sort COLUMN, :help, :q`,
    run: run.openCommand,
  },
  {
    keys: ['ctrl-e'],
    heading: 'Program',
    help: 'who and where in full, and the version of the server',
    command: 'header',
    run: run.toggleHeader,
  },
  {
    keys: ['T'],
    heading: 'Program',
    help: 'times local or UTC',
    run: run.toggleUtc,
  },
  {
    keys: ['ctrl-r'],
    heading: 'Program',
    help: 'reconnect now',
    command: 'reconnect',
    run: run.reconnect,
  },
  {
    keys: ['ctrl-l'],
    heading: 'Program',
    help: 'draw the screen anew',
    command: 'redraw',
    run: (state) => [state, [{ kind: 'redraw' }]],
  },
  {
    keys: ['ctrl-z'],
    heading: 'Program',
    help: 'to the shell; fg comes back',
    run: (state) => [state, [{ kind: 'suspendToShell' }]],
  },
  {
    keys: ['?'],
    heading: 'Program',
    hint: 'help',
    help: 'all keys',
    command: 'help',
    run: run.openHelp,
  },
  {
    keys: ['q'],
    heading: 'Program',
    help: 'back, and quit on the home screen',
    command: 'quit',
    run: run.backOrQuit,
  },
  {
    keys: ['ctrl-c'],
    heading: 'Program',
    help: 'quit',
    run: (state) => [state, [{ kind: 'quit' }]],
  },
];
