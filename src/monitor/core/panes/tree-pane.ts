import { clampScroll, moveScroll } from '../scroll.ts';
import { findInTree } from '../tree/find.ts';
import { TREE_KEYS } from '../tree/keys.ts';
import { treeBorder, treeRowsShown } from '../tree/pane.ts';
import { framed } from './framed.ts';
import type { PaneSpec } from './pane.ts';
import { nodeSubject } from './subject.ts';

export const TREE: PaneSpec = {
  keys: TREE_KEYS,
  draw: (state, area) =>
    framed('tree', area, treeBorder(state.tree, area.focused), (space) =>
      treeRowsShown(state, space, area.now, area.glyphs),
    ),
  move(state, move, height) {
    const { tree } = state;
    const scroll = moveScroll(tree.scroll, move, tree.rows.length, height);
    return { ...state, tree: { ...tree, scroll } };
  },
  fit(state, height) {
    const { tree } = state;
    const scroll = clampScroll(tree.scroll, tree.rows.length, height);
    return scroll === tree.scroll ? state : { ...state, tree: { ...tree, scroll } };
  },
  subject: nodeSubject,
  find: findInTree,
};
