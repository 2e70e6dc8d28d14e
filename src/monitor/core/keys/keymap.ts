import { ACTION_KEYS } from '../actions/keys.ts';
import type { PaneId } from '../layout.ts';
import { PANE_IDS, paneOf } from '../panes/registry.ts';
import type { Binding } from './binding.ts';
import { MOVING_KEYS } from './moving.ts';
import { PROGRAM_KEYS } from './program-keys.ts';

/** A binding, and in which panes it works. */
export interface PlacedBinding extends Binding {
  readonly where: 'everywhere' | readonly PaneId[];
}

const EVERYWHERE: readonly Binding[] = [...MOVING_KEYS, ...PROGRAM_KEYS];

const KEYS: ReadonlyMap<PaneId, readonly Binding[]> = new Map(
  PANE_IDS.map((id) => [id, [...paneKeys(id), ...EVERYWHERE]]),
);

/** The keys that work in a pane alone: first what moves, then what acts on what its cursor is on. */
function paneKeys(id: PaneId): readonly Binding[] {
  const { keys, subject } = paneOf(id);
  return [
    ...keys.filter(({ heading }) => heading === 'Navigation'),
    ...(subject ? ACTION_KEYS : []),
    ...keys.filter(({ heading }) => heading !== 'Navigation'),
  ];
}

/** Every key with the panes in which it works, for the help. What panes say alike is one line. */
export const KEYMAP: readonly PlacedBinding[] = [
  ...EVERYWHERE.map((binding): PlacedBinding => ({ ...binding, where: 'everywhere' })),
  ...placeKeys(),
];

function placeKeys(): readonly PlacedBinding[] {
  const placed = new Map<string, Binding & { readonly where: PaneId[] }>();
  for (const id of PANE_IDS) {
    for (const binding of paneKeys(id)) {
      const { keys, help } = binding;
      const line = `${keys.join(' ')} ${help}`;
      const known = placed.get(line);
      if (known) known.where.push(id);
      else placed.set(line, { ...binding, where: [id] });
    }
  }
  const lines = [...placed.values()];
  // What one key does in several panes stands together.
  const firstOf = ({ keys }: Binding) => lines.findIndex((line) => line.keys[0] === keys[0]);
  return lines.toSorted((a, b) => firstOf(a) - firstOf(b));
}

/** Returns the keys that work in a pane, in the order of the footer. */
export function keysOf(pane: PaneId): readonly Binding[] {
  return KEYS.get(pane) ?? EVERYWHERE;
}

/** Returns the binding of a key in a pane. */
export function bindingOf(key: string, pane: PaneId): Binding | undefined {
  return keysOf(pane).find(({ keys }) => keys.includes(key));
}

/** Returns the binding that a command stands for in the first of these panes that has one. */
export function bindingOfCommand(name: string, panes: readonly PaneId[]): Binding | undefined {
  return panes
    .flatMap((pane) => keysOf(pane))
    .find(({ command }) => command !== undefined && command === name);
}
