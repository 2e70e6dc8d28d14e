import { setTimeout } from 'node:timers/promises';
import type { RawClient } from '../contract/support/raw-client.ts';
import { record, type Samples } from './measures.ts';
import { cursorLine, seededNames } from './programs.ts';
import type { Running } from './run-program.ts';
import { executionPath } from './seed.ts';

const KEYS = 20;
const UPDATES = 20;
/** Longer than any frame takes, so that one sample's frames are not counted with the next. */
const APART_MS = 250;

/** From a key to the cursor on its new row. */
export async function measureKeys(running: Running, samples: Samples): Promise<void> {
  for (let i = 0; i < KEYS; i++) {
    await setTimeout(APART_MS);
    const before = cursorLine(running.screen);
    const bytes = running.bytes();
    const pressed = performance.now();
    running.type(i < KEYS / 2 ? 'j' : 'k');
    const moved = await running.seen('the cursor moved', (s) => cursorLine(s) !== before);
    record(samples, 'keyToPaint', moved - pressed);
    record(samples, 'keyBytes', running.bytes() - bytes);
  }
}

/** From sending a change of a visible execution's phase to its new phase on the screen. */
export async function measureUpdates(
  running: Running,
  admin: RawClient,
  namespace: string,
  samples: Samples,
): Promise<void> {
  const names = seededNames(running.screen);
  for (let i = 0; i < UPDATES; i++) {
    // Not in step with the monitor's own clock.
    await setTimeout(APART_MS + Math.random() * 100);
    const name = names[(i >> 1) % names.length] ?? '';
    const phase = i % 2 === 0 ? 'Suspended' : 'Executing';
    const bytes = running.bytes();
    const sent = performance.now();
    const answer = admin.mergePatch(`${executionPath(namespace, name)}/status`, {
      status: { phase },
    });
    const shown = await running.seen(`${name} ${phase}`, (screen) =>
      screen.lines().some((line) => line.includes(name) && line.includes(phase)),
    );
    record(samples, 'updateToPaint', shown - sent);
    record(samples, 'updateBytes', running.bytes() - bytes);
    (await answer).object();
  }
}
