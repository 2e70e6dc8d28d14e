import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Go module of ours that pins the programs of one project. */
export interface GoModule {
  readonly directory: string;
  /** Program name → its main package. */
  readonly programs: Readonly<Partial<Record<Program, string>>>;
  readonly ldflags: string;
}

/** The programs that make up a control plane. */
export const PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
] as const;

export type Program = (typeof PROGRAMS)[number];

const directory = (name: string) => join(import.meta.dirname, 'modules', name);

/** The version of k8s.io/kubernetes that modules/kubernetes/go.mod asks for. */
function kubernetesVersion(): string {
  const found = /k8s\.io\/kubernetes (v\S+)/.exec(
    readFileSync(join(directory('kubernetes'), 'go.mod'), 'utf8'),
  );
  if (!found?.[1]) throw new Error('modules/kubernetes/go.mod does not require k8s.io/kubernetes');
  return found[1];
}

/** kubectl parses the server's version, which only the linker can set. */
function versionFlags(): string {
  const version = kubernetesVersion();
  const [major, minor] = version.slice(1).split('.');
  const set = (name: string, value: string | undefined) =>
    `-X k8s.io/component-base/version.${name}=${value}`;
  return `${set('gitVersion', version)} ${set('gitMajor', major)} ${set('gitMinor', minor)}`;
}

/** One module per project: together their requirements do not build. */
export function goModules(): readonly GoModule[] {
  return [
    {
      directory: directory('etcd'),
      programs: { etcd: 'go.etcd.io/etcd/server/v3' },
      ldflags: '-s -w',
    },
    {
      directory: directory('kwok'),
      programs: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
      ldflags: '-s -w',
    },
    {
      directory: directory('kubernetes'),
      programs: {
        'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
        'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
        'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
      },
      ldflags: `-s -w ${versionFlags()}`,
    },
  ];
}

/** Changes whenever another binary would come out: module files, flags, or the given toolchain. */
export function buildKey(modules: readonly GoModule[], toolchain: string): string {
  const hash = createHash('sha256').update(toolchain);
  for (const module of modules) {
    hash.update(module.ldflags);
    for (const file of ['go.mod', 'go.sum'])
      hash.update(readFileSync(join(module.directory, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
