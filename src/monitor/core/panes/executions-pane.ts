import { EXECUTIONS_FILTER, sortByName, widen } from '../executions/commands.ts';
import { EXECUTION_KEYS, listSubject } from '../executions/keys.ts';
import { executionsBorder, executionsRows } from '../executions/pane.ts';
import { clampScroll, moveScroll } from '../scroll.ts';
import { framed } from './framed.ts';
import type { PaneSpec } from './pane.ts';

export const EXECUTIONS: PaneSpec = {
  keys: EXECUTION_KEYS,
  draw: (state, area) =>
    framed('executions', area, executionsBorder(state, area.focused), (space) =>
      executionsRows(state, space, area.now, area.glyphs),
    ),
  move(state, move, height) {
    const { list } = state;
    const scroll = moveScroll(list.scroll, move, list.shown.length, height);
    return { ...state, list: { ...list, scroll } };
  },
  fit(state, height) {
    const { list } = state;
    const scroll = clampScroll(list.scroll, list.shown.length, height);
    return { ...state, list: { ...list, scroll } };
  },
  subject: listSubject,
  filter: EXECUTIONS_FILTER,
  widen,
  sort: sortByName,
};
