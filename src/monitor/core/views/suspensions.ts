import { parseInstant } from '../../../api/instant.ts';
import { owningExecution } from '../../../api/ownership.ts';
import { needsHuman, type Suspension, suspensionPhase } from '../../../api/suspension.ts';
import { cutMiddle } from '../../../text/cell-width.ts';
import { phaseGlyph } from '../../../text/glyphs.ts';
import { sanitize } from '../../../text/sanitize.ts';
import { type Span, span } from '../../../text/span.ts';
import { ageSpan, clockMinute } from '../../../text/time.ts';
import { parseTextFilter } from '../table/filter.ts';
import { type CellContext, sortsOf, type TableColumn, type TableView } from '../table/spec.ts';

const NAMESPACE: TableColumn<Suspension> = {
  id: 'namespace',
  title: 'NAMESPACE',
  min: 10,
  max: 24,
  priority: 2.5,
  sort: { value: ({ metadata }) => metadata.namespace ?? '' },
  cell: ({ metadata }, _, width) => [
    span(cutMiddle(sanitize(metadata.namespace ?? ''), width), 'muted'),
  ],
};

const NAME: TableColumn<Suspension> = {
  id: 'name',
  title: 'NAME',
  min: 20,
  max: 36,
  priority: 0,
  sort: { value: ({ metadata }) => metadata.name },
  cell: ({ metadata }, _, width) => [span(cutMiddle(sanitize(metadata.name), width))],
};

const EXECUTION: TableColumn<Suspension> = {
  id: 'execution',
  title: 'EXECUTION',
  min: 16,
  max: 30,
  priority: 4,
  sort: { value: ownerName },
  cell: (suspension, _, width) => [
    span(cutMiddle(sanitize(ownerName(suspension)), width), 'muted'),
  ],
};

/** Approvals before sleeps, the oldest first: a user came to decide. */
const KIND: TableColumn<Suspension> = {
  id: 'kind',
  title: 'KIND',
  min: 10,
  max: 10,
  priority: 1,
  sort: {
    value: (suspension) =>
      `${needsHuman(suspension) ? 0 : 1}${suspension.metadata.creationTimestamp ?? ''}`,
  },
  cell(suspension, { glyphs, pending }) {
    const underWay = pending(suspension.metadata.uid ?? '');
    if (underWay !== undefined) return [span(underWay, 'warn', { bold: true })];
    return needsHuman(suspension)
      ? [span(`${glyphs.human} approval`, 'wait')]
      : [span(`${phaseGlyph('Suspended', glyphs)} sleep`, 'muted')];
  },
};

const WAITS_FOR: TableColumn<Suspension> = {
  id: 'waits',
  title: 'WAITS FOR',
  min: 24,
  max: 120,
  priority: 3,
  cell: waitsFor,
};

const AGE: TableColumn<Suspension> = {
  id: 'age',
  title: 'AGE',
  min: 5,
  max: 6,
  priority: 2,
  sort: { value: ({ metadata }) => metadata.creationTimestamp ?? '', descending: true },
  cell({ metadata }, { now }) {
    const created = parseInstant(metadata.creationTimestamp);
    return created === undefined ? [] : [span(ageSpan(now - created), 'muted')];
  },
};

const COLUMNS = [NAMESPACE, NAME, EXECUTION, KIND, WAITS_FOR, AGE];

/** What waits: for a decision, or for a time. */
export const SUSPENSIONS: TableView<Suspension> = {
  id: 'suspensions',
  aliases: ['susp', 'suspension'],
  title: 'Suspensions',
  noun: 'suspension',
  empty: 'no open suspensions: nothing waits for an approval or sleeps',
  sort: { column: 'kind', reverse: false },
  columns: COLUMNS,
  sorts: sortsOf(COLUMNS),
  modes: new Map([['all', 'all suspensions']]),
  lengths: {},
  source: (resources) => resources.Suspension,
  belongs: (suspension) => suspensionPhase(suspension) === 'Suspended',
  narrow: () => ({ admits: () => true, isGrouped: false, asksGroup: false }),
  parseFilter: (text, { compile }) => parseTextFilter(text, compile, textsOf),
  subject: (object) => ({ kind: 'Suspension', object }),
};

/** The texts that a filter looks at. */
function textsOf(suspension: Suspension): readonly string[] {
  const { metadata, spec } = suspension;
  return [
    metadata.name,
    metadata.namespace ?? '',
    ownerName(suspension),
    needsHuman(suspension) ? 'approval' : 'sleep',
    spec?.message ?? '',
  ];
}

function ownerName(suspension: Suspension): string {
  return owningExecution(suspension)?.name ?? '';
}

function waitsFor(suspension: Suspension, { now, zone }: CellContext): readonly Span[] {
  const message = suspension.spec?.message ?? '';
  const text = message === '' ? [] : [span(sanitize(message))];
  const { resumeAt } = suspension.spec ?? {};
  if (resumeAt === undefined) return text.length > 0 ? text : [span('a decision', 'muted')];
  const at = parseInstant(resumeAt);
  const until = at === undefined ? sanitize(resumeAt) : clockMinute(at, now, zone);
  return [
    span(`until ${until}`, 'muted'),
    ...(text.length > 0 ? [span(' · ', 'muted')] : []),
    ...text,
  ];
}
