import type { Stored } from '../object.ts';
import { age } from './age.ts';
import { type Column, column, NAME } from './column.ts';
import { jsonPath } from './json-path.ts';

const path = (text: string) => {
  const read = jsonPath(text);
  return (object: Stored): string => String(read(object) ?? '');
};

const kind = path('.involvedObject.kind');
const name = path('.involvedObject.name');
const lastTimestamp = path('.lastTimestamp');
const firstTimestamp = path('.firstTimestamp');
const eventTime = path('.eventTime');
const count = path('.count');
const message = path('.message');
const component = path('.source.component');
const controller = path('.reportingComponent');

/** Columns of v1 Events, in the order of the real server: the name comes last. */
export const EVENT_COLUMNS: readonly Column[] = [
  column('Last Seen', (object, now) => age(lastTimestamp(object) || eventTime(object), now)),
  column('Type', path('.type')),
  column('Reason', path('.reason')),
  column('Object', (object) => `${kind(object).toLowerCase()}/${name(object)}`),
  column('Subobject', path('.involvedObject.fieldPath'), { priority: 1 }),
  column('Source', (object) => component(object) || controller(object), { priority: 1 }),
  column('Message', (object) => message(object).trim()),
  column('First Seen', (object, now) => age(firstTimestamp(object) || eventTime(object), now), {
    priority: 1,
  }),
  column('Count', (object) => Number(count(object) || 1), { priority: 1 }),
  { ...NAME, priority: 1 },
];
