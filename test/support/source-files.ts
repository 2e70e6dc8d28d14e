import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** One import, re-export or `import()` of a file. */
export interface Import {
  /** As written: `./clean.ts`, `node:fs`. */
  readonly specifier: string;
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** From the root of the repository, with slashes: `src/api/tree.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly hasDefaultExport: boolean;
  /** What the code says, without comments and strings: one entry per use. */
  readonly uses: readonly string[];
}

const ROOT = resolve(import.meta.dirname, '../..');

/** Every TypeScript file below a folder of the repository. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(ROOT, folder, name))
    .map(readSource);
}

/** The path that a relative import points at; undefined for a package. */
export function importedPath(from: SourceFile, { specifier }: Import): string | undefined {
  return specifier.startsWith('.')
    ? relative(ROOT, resolve(ROOT, from.path, '..', specifier)).replaceAll('\\', '/')
    : undefined;
}

/** `@scope/name` of `@scope/name/part`, `node:fs` of `node:fs/promises`. */
export function packageOf({ specifier }: Import): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function readSource(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const imports: Import[] = [];
  const uses: string[] = [];
  let hasDefaultExport = false;

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) addImport(node.moduleSpecifier, isTypeImport(node));
    else if (ts.isExportDeclaration(node)) addImport(node.moduleSpecifier, isTypeExport(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      addImport(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      addImport(node.arguments[0], false);
    } else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      uses.push(`${node.expression.text}.${node.name.text}`);
    } else if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      uses.push(`new ${node.expression.text}(${node.arguments?.length ? '…' : ''})`);
    }
    if (isDefaultExport(node)) hasDefaultExport = true;
    ts.forEachChild(node, visit);
  };
  const addImport = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteral(specifier)) {
      imports.push({ specifier: specifier.text, typeOnly });
    }
  };
  visit(source);

  return {
    path: relative(ROOT, file).replaceAll('\\', '/'),
    lines: text.split('\n').length - 1,
    imports,
    hasDefaultExport,
    uses,
  };
}

function isTypeImport({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings } = clause;
  return (
    clause.name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function isTypeExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true;
  return (
    exportClause !== undefined &&
    ts.isNamedExports(exportClause) &&
    exportClause.elements.length > 0 &&
    exportClause.elements.every((element) => element.isTypeOnly)
  );
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword) ?? false)
  );
}
