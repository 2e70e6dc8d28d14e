import { EXECUTION_KEYS } from '../executions/keys.ts';
import { executionsBorder, executionsRows } from '../executions/pane.ts';
import { framed } from './framed.ts';
import type { PaneSpec } from './pane.ts';
import { tableBehavior } from './table-pane.ts';

export const EXECUTIONS: PaneSpec = {
  ...tableBehavior('executions'),
  keys: EXECUTION_KEYS,
  draw: (state, area) =>
    framed('executions', area, executionsBorder(state, area.focused), (space) =>
      executionsRows(state, space, area.now, area.glyphs),
    ),
};
