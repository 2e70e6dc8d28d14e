import { relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(import.meta.dirname, '../..');

/** A name that users of the package see: an export, or `Export.member`. */
export interface PublicName {
  /** `Client.get`, `Client[Symbol.asyncDispose]`, `KontinueFunction.spec.name`, `new TreeWatcher`. */
  readonly path: string;
  /** Its docblock with its tags; of an overriding member without one, that of what it overrides. */
  readonly words: string;
  /** The docblocks of what it is declared in, innermost first. */
  readonly wordsAround: readonly string[];
  readonly isOptional: boolean;
  /** Its type, as declared. */
  readonly type: string;
  /** `Client.get(name, options?): Promise<Execution>`, `SpawnOptions.name?: string`, `Client`. */
  readonly signature: string;
}

/** The exports of each entry, each before its members. What a class inherits from others is left out. */
export function publicSurfaces(...entries: readonly string[]): readonly (readonly PublicName[])[] {
  const files = entries.map((entry) => resolve(ROOT, entry));
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    types: ['node'],
  });
  return files.map((file) => surfaceOf(program, file));
}

function surfaceOf(program: ts.Program, file: string): readonly PublicName[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} is no module`);
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const isAlias = exported.flags & ts.SymbolFlags.Alias;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    return [nameOf(checker, symbol, exported.name), ...members(checker, symbol, exported.name)];
  });
}

/** The names of the exports alone. */
export function exportsOf(surface: readonly PublicName[]): readonly string[] {
  return surface.map(({ path }) => path).filter((path) => !/[. []/.test(path));
}

function members(checker: ts.TypeChecker, symbol: ts.Symbol, path: string): PublicName[] {
  const isType = ts.SymbolFlags.Class | ts.SymbolFlags.Interface;
  const declared = checker.getDeclaredTypeOfSymbol(symbol);
  // The kinds of a union have in common what they all extend.
  const [common] = declared.isUnion() ? (declared.types[0]?.getBaseTypes() ?? []) : [];
  if (!(symbol.flags & isType) && common === undefined) return [];
  const found = (common ?? declared).getProperties();
  const statics = symbol.flags & ts.SymbolFlags.Class ? [...(symbol.exports?.values() ?? [])] : [];
  return [
    ...constructors(symbol, path),
    ...[...found, ...statics].flatMap((member) => memberNames(checker, member, path)),
  ];
}

function memberNames(checker: ts.TypeChecker, member: ts.Symbol, path: string): PublicName[] {
  const declaration = member.declarations?.[0];
  if (declaration === undefined || !isOurs(declaration) || isHidden(declaration)) return [];
  if (ts.getJSDocTags(declaration).some((tag) => tag.tagName.text === 'internal')) return [];
  const [, symbol] = /^__@(\w+)@/.exec(member.name) ?? [];
  const full = symbol ? `${path}[Symbol.${symbol}]` : `${path}.${member.name}`;
  const name = nameOf(checker, member, full);
  const type = ts.isPropertySignature(declaration) ? declaration.type : undefined;
  if (type === undefined || !ts.isTypeLiteralNode(type)) return [name];
  const inner = checker.getTypeFromTypeNode(type).getProperties();
  return [name, ...inner.flatMap((part) => memberNames(checker, part, name.path))];
}

/** A constructor that users may call has words; one marked `@internal` says who does. */
function constructors(symbol: ts.Symbol, path: string): PublicName[] {
  const declarations = symbol.declarations?.filter(ts.isClassDeclaration) ?? [];
  return declarations.flatMap((declaration) => {
    const made = declaration.members.find(ts.isConstructorDeclaration);
    if (made === undefined || isHidden(made)) return [];
    const wordsAround = wordsAbove(made);
    const words = blockOf(made);
    const signature = `new ${path}`;
    return [{ path: signature, words, wordsAround, isOptional: false, type: '', signature }];
  });
}

function nameOf(checker: ts.TypeChecker, symbol: ts.Symbol, path: string): PublicName {
  const declaration = symbol.declarations?.[0];
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol
    .getJsDocTags(checker)
    .map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`);
  const type = declaration && checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  return {
    path,
    words: [text, ...tags].join(' ').replace(/\s+/g, ' ').trim(),
    wordsAround: declaration ? wordsAbove(declaration) : [],
    isOptional,
    type: type ? checker.typeToString(type) : '',
    signature: type ? signatureOf(checker, type, path, isOptional) : path,
  };
}

function signatureOf(
  checker: ts.TypeChecker,
  type: ts.Type,
  path: string,
  isOptional: boolean,
): string {
  const [call] = type.getCallSignatures();
  if (call) {
    const given = call.getParameters().map((parameter) => {
      const { valueDeclaration } = parameter;
      const isGiven =
        valueDeclaration &&
        ts.isParameter(valueDeclaration) &&
        !checker.isOptionalParameter(valueDeclaration);
      return isGiven ? parameter.name : `${parameter.name}?`;
    });
    return `${path}(${given.join(', ')}): ${checker.typeToString(call.getReturnType())}`;
  }
  // What has no dot is an export: of a class or a constant the name says enough.
  if (!path.includes('.')) return path;
  const written = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  return `${path}${isOptional ? '?' : ''}: ${isOptional ? written.replace(/ \| undefined$/, '') : written}`;
}

function wordsAbove(node: ts.Node): readonly string[] {
  const above: string[] = [];
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    if (!ts.isSourceFile(at)) above.push(blockOf(at));
  }
  return above.filter((words) => words !== '');
}

function blockOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((block) =>
      block
        .getText()
        .replace(/^\/\*\*|\*\/$/g, '')
        .replace(/\n\s*\*/g, ' '),
    )
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function isHidden(declaration: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(declaration);
  if (name && ts.isPrivateIdentifier(name)) return true;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(declaration) & hidden) !== 0;
}

function isOurs(declaration: ts.Declaration): boolean {
  const path = relative(ROOT, declaration.getSourceFile().fileName).replaceAll('\\', '/');
  return path.startsWith('src/');
}
