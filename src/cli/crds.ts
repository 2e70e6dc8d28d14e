import { customResourceDefinitions } from '../api/crds/crds.ts';
import type { Output } from './output.ts';

/** Prints the CRDs as YAML documents for `kubectl create -f -`, which replaces nothing. */
export async function printCrds(output: Output): Promise<number> {
  const { stringify } = await import('yaml');
  output.stderr.write(
    'Use `kubectl create -f -`: it refuses to replace CRDs that another kontinue installed.\n',
  );
  const documents = customResourceDefinitions().map((crd) => stringify(crd, { lineWidth: 100 }));
  output.stdout.write(documents.join('---\n'));
  return 0;
}
