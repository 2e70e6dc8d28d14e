import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Size } from '../../src/monitor/core/frame.ts';
import { type Monitor, openMonitor } from '../scenarios/program.ts';
import { DARK, LIGHT, screenshot } from '../support/screenshot.ts';

/** One picture: how large, what is pressed first, and what is on the screen when it is taken. */
interface Picture {
  readonly name: string;
  readonly size: Size;
  readonly args?: readonly string[];
  readonly light?: boolean;
  readonly story: (monitor: Monitor) => Promise<void>;
}

const LARGE: Size = { width: 200, height: 50 };
const MIDDLE: Size = { width: 120, height: 30 };
const SMALL: Size = { width: 80, height: 24 };

/** The deployment is what the demo shows best: it has attempts, progress, jobs and an approval. */
async function atDeployment(monitor: Monitor): Promise<void> {
  await monitor.sees('● live', 'send-invoice');
  monitor.press('/');
  monitor.type('deploy-cluster');
  await monitor.sees('roots · /deploy-cluster');
  monitor.press('enter', 'esc');
  await monitor.sees(/▌.*deploy-cluster-7f3/, 'drain ×40', 'waiting for rollout');
}

const PICTURES: readonly Picture[] = [
  { name: 'home-200x50', size: LARGE, story: atDeployment },
  { name: 'home-light-200x50', size: LARGE, light: true, story: atDeployment },
  { name: 'home-120x30', size: MIDDLE, story: atDeployment },
  {
    name: 'home-80x24',
    size: SMALL,
    story: async (monitor) => {
      await monitor.sees('● live', 'send-invoice');
      monitor.press('/');
      monitor.type('deploy-cluster');
      monitor.press('enter', 'esc');
      await monitor.sees(/▌.*deploy-cluster-7f3/, 'drain ×40');
    },
  },
  {
    name: 'cancel-120x30',
    size: MIDDLE,
    story: async (monitor) => {
      await atDeployment(monitor);
      monitor.press('ctrl-k');
      await monitor.sees('╭─ Cancel', 'would accept it (dry run)');
      monitor.press('tab', 'tab');
      monitor.type('wrong region');
      await monitor.sees(/reason +wrong region/, 'would accept it (dry run)');
    },
  },
  {
    name: 'tree-120x30',
    size: MIDDLE,
    story: async (monitor) => {
      await atDeployment(monitor);
      monitor.press('tab', 'f', 'j', 'j', 'j', 'j', 'right');
      await monitor.sees('╭─ Tree', 'drain #12');
    },
  },
  {
    name: 'logs-120x30',
    size: MIDDLE,
    story: async (monitor) => {
      await atDeployment(monitor);
      monitor.press('l', 'f', 't');
      await monitor.sees('╭─ Logs', /\d\d:\d\d:\d\d waiting for rollout/);
      await monitor.loses(/│ +waiting for rollout/);
    },
  },
  {
    name: 'help-120x30',
    size: MIDDLE,
    story: async (monitor) => {
      await atDeployment(monitor);
      monitor.press('?');
      // The footer is the last thing that is drawn.
      await monitor.sees('╭─ Keys', / esc close$/m);
    },
  },
];

const wanted = process.argv.slice(2);
for (const { name, size, args = [], light, story } of PICTURES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await using monitor = openMonitor(['--demo', ...args], { size });
  await story(monitor);
  const path = fileURLToPath(new URL(`../../screenshots/${name}.png`, import.meta.url));
  writeFileSync(path, screenshot(monitor.pty.screen, light ? LIGHT : DARK));
  console.log(path);
}
