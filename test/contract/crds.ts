import { describe, expect, test } from 'vitest';
import { customResourceDefinitions } from '../../src/api/crds/crds.ts';
import { printCrds } from '../../src/cli/crds.ts';
import type { TestCluster } from '../client/support/test-cluster.ts';
import { until } from '../real-cluster/until.ts';
import { hasKubectl, Kubectl } from './kubectl/kubectl-program.ts';
import { RawClient } from './support/raw-client.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const PLURALS = customResourceDefinitions().map(({ spec }) => spec.names.plural);
const GROUP = 'kontinue.cloud';
/** A group in which nobody has defined anything. */
const OTHER_GROUP = 'other.example.com';

/** What `kontinue crds` prints. */
async function printed(): Promise<{ readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  await printCrds({
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
  });
  return { out: out.join(''), err: err.join('') };
}

/** What becomes of `kontinue crds | kubectl create -f -`. */
export function crdsContract(ground: () => TestCluster): void {
  const open = () => {
    const kubeconfig = ground().kubeconfig('admin');
    return { kubectl: new Kubectl(kubeconfig, 'default'), admin: new RawClient(kubeconfig) };
  };

  describe.skipIf(!hasKubectl())('kontinue crds | kubectl create -f -', () => {
    test('replaces nothing that is there', async () => {
      const { kubectl, admin } = open();
      await using _ = kubectl;
      const uids = async () =>
        (await admin.get(DEFINITIONS)).list().items.map(({ metadata }) => metadata.uid);
      const before = await uids();
      const { out, err } = await printed();
      expect(err).toContain('refuses to replace CRDs that another kontinue installed');
      const refused = await kubectl.run(['create', '-f', '-'], out);
      expect(refused.code).toBe(1);
      expect(refused.out).toBe('');
      for (const plural of PLURALS) {
        expect(refused.err).toContain(
          `customresourcedefinitions.apiextensions.k8s.io "${plural}.${GROUP}" already exists`,
        );
      }
      expect(await uids()).toEqual(before);
      admin.close();
    });

    test('makes the kinds where there are none', async () => {
      const { kubectl, admin } = open();
      await using _ = kubectl;
      const definitions = (await printed()).out.replaceAll(GROUP, OTHER_GROUP);
      try {
        const made = await kubectl.say(['create', '-f', '-'], definitions);
        expect(made.match(/ created$/gm)).toHaveLength(PLURALS.length);
        const names = PLURALS.map((plural) => `crd/${plural}.${OTHER_GROUP}`);
        await kubectl.say(['wait', '--for=condition=Established', '--timeout=30s', ...names]);
        const path = `/apis/${OTHER_GROUP}/v1alpha1/namespaces/default/executions`;
        await until('the kinds are served', async () => {
          const answer = await admin.get(`${path}?resourceVersion=0`);
          return answer.status === 200 || undefined;
        });
        const body = { apiVersion: `${OTHER_GROUP}/v1alpha1`, kind: 'Execution' };
        const wrong = { ...body, metadata: { name: 'a' }, spec: {} };
        const { message } = (await admin.post(path, wrong)).failure(422);
        expect(message).toContain('spec.function: Required value');
      } finally {
        const paths = PLURALS.map((plural) => `${DEFINITIONS}/${plural}.${OTHER_GROUP}`);
        for (const path of paths) await admin.delete(path);
        for (const path of paths) {
          await until(`${path} goes`, async () =>
            (await admin.get(path)).status === 404 ? true : undefined,
          );
        }
        admin.close();
      }
    });
  });
}
