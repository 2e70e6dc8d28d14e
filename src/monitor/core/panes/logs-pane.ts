import { moveInLog } from '../logs/commands.ts';
import { findInLog } from '../logs/find.ts';
import { LOG_KEYS } from '../logs/keys.ts';
import { logsBorder, logsRows } from '../logs/pane.ts';
import { framed } from './framed.ts';
import type { PaneSpec } from './pane.ts';

export const LOGS: PaneSpec = {
  keys: LOG_KEYS,
  draw: (state, area) =>
    framed('logs', area, logsBorder(state, area.focused, area.rect.width), (space) =>
      logsRows(state, space, area.glyphs),
    ),
  move: moveInLog,
  find: findInLog,
};
