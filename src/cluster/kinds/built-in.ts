import { EVENTS, JOBS, LEASES, PODS, type Resource } from '../../api/resources.ts';
import { AGE, column, NAME } from '../tables/column.ts';
import { EVENT_COLUMNS } from '../tables/events.ts';
import { JOB_COLUMNS } from '../tables/jobs.ts';
import { jsonPath } from '../tables/json-path.ts';
import { POD_COLUMNS } from '../tables/pods.ts';
import { EVENT_VIEW } from './event-view.ts';
import type { Kind } from './kind.ts';
import { DEFINITIONS, NAMESPACES, NODES } from './resources.ts';

const EVENT_FIELDS = [
  'involvedObject.kind',
  'involvedObject.namespace',
  'involvedObject.name',
  'involvedObject.uid',
  'involvedObject.apiVersion',
  'involvedObject.resourceVersion',
  'involvedObject.fieldPath',
  'reason',
  'reportingComponent',
  'type',
];

const POD_FIELDS = [
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'status.phase',
  'status.podIP',
];

/** What can be done to objects that are stored. */
const STORED_VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** What the server serves besides custom kinds: enough for kontinue, kubectl and k9s. */
export const BUILT_IN: readonly Kind[] = [
  builtIn(NAMESPACES, {
    namespaced: false,
    shortNames: ['ns'],
    subresources: ['status'],
    columns: [NAME, column('Status', (o) => String(jsonPath('.status.phase')(o) ?? '')), AGE],
    selectable: fields(['status.phase']),
  }),
  builtIn(NODES, { namespaced: false, shortNames: ['no'], subresources: ['status'] }),
  builtIn(PODS, {
    shortNames: ['po'],
    categories: ['all'],
    subresources: ['status', 'log'],
    columns: POD_COLUMNS,
    selectable: fields(POD_FIELDS),
  }),
  builtIn(EVENTS, {
    shortNames: ['ev'],
    columns: EVENT_COLUMNS,
    selectable: fields(EVENT_FIELDS),
  }),
  builtIn(
    { ...EVENTS, group: 'events.k8s.io' },
    {
      shortNames: ['ev'],
      goType: 'events.Event',
      view: EVENT_VIEW,
      columns: EVENT_COLUMNS.map((shown) => ({
        ...shown,
        cell: (object, now) => shown.cell(EVENT_VIEW.write(object), now),
      })),
      selectable: fields(['reason', 'type']),
    },
  ),
  builtIn(JOBS, {
    categories: ['all'],
    subresources: ['status'],
    columns: JOB_COLUMNS,
    selectable: fields(['status.successful']),
  }),
  builtIn(LEASES, {
    columns: [
      NAME,
      column('Holder', (o) => String(jsonPath('.spec.holderIdentity')(o) ?? '')),
      AGE,
    ],
  }),
  builtIn(DEFINITIONS, {
    namespaced: false,
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    subresources: ['status'],
    columns: [NAME, column('Created At', (o) => o.metadata.creationTimestamp, { type: 'date' })],
  }),
  review('authorization.k8s.io', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview'),
  review('authentication.k8s.io', 'SelfSubjectReview'),
];

function builtIn(resource: Resource, more: Partial<Kind>): Kind {
  return {
    resource,
    singular: resource.kind.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: STORED_VERBS,
    subresources: [],
    columns: [NAME, AGE],
    selectable: {},
    goType: resource.kind,
    ...more,
  };
}

/** A question that is posted and answered, and never stored. */
function review(group: string, kind: string): Kind {
  const resource = { group, version: 'v1', kind, plural: `${kind.toLowerCase()}s` };
  return builtIn(resource, { namespaced: false, verbs: ['create'] });
}

function fields(paths: readonly string[]): Kind['selectable'] {
  return Object.fromEntries(
    paths.map((path) => {
      const read = jsonPath(`.${path}`);
      return [path, (object: object) => String(read(object) ?? '')];
    }),
  );
}
