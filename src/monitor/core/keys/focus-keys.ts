import type { PaneId } from '../layout.ts';
import type { State } from '../state.ts';
import { noEffects, type Step } from '../step.ts';
import type { Binding } from './binding.ts';

export const focusOn =
  (pane: PaneId) =>
  (state: State): Step =>
    noEffects({ ...state, focus: pane });

export const TO_LOGS: Binding = {
  keys: ['l'],
  heading: 'View',
  hint: 'logs',
  help: 'go to the logs',
  run: focusOn('logs'),
};

export const TO_ATTEMPTS: Binding = {
  keys: ['i'],
  heading: 'View',
  help: 'go to the attempts',
  run: focusOn('attempts'),
};
