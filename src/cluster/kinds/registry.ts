import type { CustomResourceDefinition } from '../../api/crds/schema.ts';
import { qualifiedName } from '../object.ts';
import type { Storage } from '../storage.ts';
import { BUILT_IN } from './built-in.ts';
import { customKind } from './custom.ts';
import type { Kind } from './kind.ts';
import { DEFINITIONS } from './resources.ts';

/** The kinds that are served now: the built-in ones, and one for each stored CRD. */
export class KindRegistry {
  #kinds: readonly Kind[] = BUILT_IN;
  #byPath = new Map<string, Kind>();

  constructor(storage: Storage) {
    this.#read(storage);
    storage.onChange((change) => {
      if (qualifiedName(change.resource) === qualifiedName(DEFINITIONS)) this.#read(storage);
    });
  }

  all(): readonly Kind[] {
    return this.#kinds;
  }

  /** The kind at a place in URLs. */
  find(group: string, version: string, plural: string): Kind | undefined {
    return this.#byPath.get(`${group}/${version}/${plural}`);
  }

  /** The kind that an owner reference names. */
  named(apiVersion: string, kind: string): Kind | undefined {
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    return this.#kinds.find(
      ({ resource }) =>
        resource.kind === kind && resource.group === group && resource.version === version,
    );
  }

  #read(storage: Storage): void {
    const definitions = storage.list<CustomResourceDefinition>(DEFINITIONS);
    const custom = definitions.flatMap((definition) => customKind(definition) ?? []);
    this.#kinds = [...BUILT_IN, ...custom];
    this.#byPath = new Map(
      this.#kinds.map((kind) => {
        const { group, version, plural } = kind.resource;
        return [`${group}/${version}/${plural}`, kind];
      }),
    );
  }
}
