import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the package is built from, besides everything in src. */
const CONFIGURATION =
  /^(package(-lock)?\.json|rolldown\.config\.ts|tsconfig\.json|tsconfig\.build\.json)$/;
/** What the two halves of the build write: the command, and the library. */
const BUILT = ['dist/bin/kontinue.js', 'dist/lib/index.js'];

/** Builds the package, unless it was built after the last change of its sources. */
function buildWhenStale(): void {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const changes = [
    ...sources.map((path) => modifiedAt(join('src', path))),
    ...readdirSync('.')
      .filter((name) => CONFIGURATION.test(name))
      .map(modifiedAt),
  ];
  if (Math.min(...BUILT.map(modifiedAt)) > Math.max(...changes)) return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}

/** Milliseconds since 1970; 0 for what is not there. */
function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

buildWhenStale();
