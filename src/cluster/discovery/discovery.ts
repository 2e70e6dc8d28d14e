import { answerJson } from '../http/answer.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Kind } from '../kinds/kind.ts';
import { type Group, groupsOf, subresourcesOf } from './groups.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Answers `/api`, `/apis` and what lies below that is discovery. False: it is none of them. */
export function discover(exchange: RequestContext, segments: readonly string[]): boolean {
  const groups = groupsOf(exchange.parts.kinds.all());
  const [root, name, version] = segments;
  if ((root !== 'api' && root !== 'apis') || segments.length > 3) return false;
  const here = groups.filter((group) => (group.name === '') === (root === 'api'));
  if (name === undefined) {
    const isAggregated = accepts(exchange, AGGREGATED);
    const answer = isAggregated
      ? aggregateGroups(here)
      : root === 'api'
        ? coreVersions()
        : list(here);
    answerJson(exchange, 200, JSON.stringify(answer), isAggregated ? AGGREGATED : undefined);
    return true;
  }
  if (root === 'apis' && version === undefined)
    return answerGroup(exchange, here, name, groupAnswer);
  const groupVersion = root === 'api' ? name : `${name}/${version}`;
  const wanted = here.find((group) => group.groupVersion === groupVersion);
  if (wanted) answerJson(exchange, 200, JSON.stringify(resources(wanted)));
  return wanted !== undefined;
}

function answerGroup(
  exchange: RequestContext,
  groups: readonly Group[],
  name: string,
  answer: (group: Group) => object,
): boolean {
  const group = groups.find((other) => other.name === name);
  if (group) answerJson(exchange, 200, JSON.stringify(answer(group)));
  return group !== undefined;
}

/** Whether the client reads this form; its parameters may stand in any order. */
function accepts({ request }: RequestContext, type: string): boolean {
  const wanted = type.split(';');
  return (request.headers.accept ?? '').split(',').some((clause) => {
    const given = clause.trim().split(';');
    return wanted.every((parameter) => given.includes(parameter));
  });
}

function coreVersions(): object {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

function list(groups: readonly Group[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) };
}

function groupAnswer(group: Group): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) };
}

function groupEntry({ name, version, groupVersion }: Group): object {
  const preferredVersion = { groupVersion, version };
  return { name, versions: [preferredVersion], preferredVersion };
}

function resources({ groupVersion, kinds }: Group): object {
  const entries = kinds.flatMap((kind) => [
    {
      name: kind.resource.plural,
      singularName: kind.singular,
      ...describeKind(kind),
      ...names(kind),
    },
    ...subresourcesOf(kind).map(({ name, verbs }) => ({
      name: `${kind.resource.plural}/${name}`,
      singularName: '',
      ...describeKind(kind),
      verbs,
    })),
  ]);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: entries };
}

function describeKind(kind: Kind): object {
  return { namespaced: kind.namespaced, kind: kind.resource.kind, verbs: kind.verbs };
}

function names({ shortNames, categories }: Kind): object {
  return {
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  };
}

function aggregateGroups(groups: readonly Group[]): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(({ name, version, kinds }) => ({
      metadata: name === '' ? {} : { name },
      versions: [{ version, freshness: 'Current', resources: kinds.map(aggregatedResource) }],
    })),
  };
}

function aggregatedResource(kind: Kind): object {
  const { group, version, kind: name, plural } = kind.resource;
  const responseKind = { group, version, kind: name };
  const subresources = subresourcesOf(kind).map((sub) => ({
    subresource: sub.name,
    responseKind,
    verbs: sub.verbs,
  }));
  return {
    resource: plural,
    responseKind,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...names(kind),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}
