import { objectKeys } from '../keys/object-keys.ts';
import { moveScroll } from '../scroll.ts';
import { subjectExecution, subjectFacts } from '../state.ts';
import { attemptsBorder, attemptsCount, attemptsRows } from './attempts.ts';
import { framed } from './framed.ts';
import type { PaneSpec } from './pane.ts';
import { nodeSubject } from './subject.ts';

const { showYaml, copying } = objectKeys(nodeSubject);

export const ATTEMPTS: PaneSpec = {
  keys: [showYaml, ...copying],
  draw(state, area) {
    const facts = subjectFacts(state);
    return framed('attempts', area, attemptsBorder(facts, area.focused), (space) =>
      facts ? attemptsRows(facts, state.attempts.cursor, space, area.now) : [],
    );
  },
  move(state, move, height) {
    const count = attemptsCount(subjectExecution(state));
    return { ...state, attempts: moveScroll(state.attempts, move, count, height) };
  },
  subject: nodeSubject,
};
