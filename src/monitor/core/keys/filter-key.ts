import { pushLayer } from '../layers/stack.ts';
import type { PaneId } from '../layout.ts';
import type { PaneFilter } from '../panes/pane.ts';
import { noEffects } from '../step.ts';
import { textField } from '../text-field.ts';
import type { Binding } from './binding.ts';

/** Returns the key that asks for the filter of a pane, which acts while it is typed. */
export function filterKey(pane: PaneId, filter: PaneFilter, help: string): Binding {
  return {
    keys: ['/'],
    heading: 'View',
    hint: 'filter',
    help,
    run(state) {
      const before = filter.text(state);
      const content = {
        kind: 'filter' as const,
        pane,
        before,
        field: textField(before),
        error: undefined,
      };
      return noEffects(pushLayer(state, { kind: 'prompt', content }));
    },
  };
}
