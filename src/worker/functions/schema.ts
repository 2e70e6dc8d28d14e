/** What went wrong with a value, and where (Standard Schema 1.0). */
export interface SchemaIssue {
  /** For people. */
  readonly message: string;
  /** The keys that lead to the part. Default: the value itself. */
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** What a schema makes of a value (Standard Schema 1.0). */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** A schema of any library that keeps to Standard Schema 1.0: Zod, Valibot, ArkType (ours). */
export interface Schema<Output> {
  /** What the specification asks for. */
  readonly '~standard': {
    /** Of the specification. */
    readonly version: 1;
    /** The library. */
    readonly vendor: string;
    /** Checks a value, and gives what it makes of it. */
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** For the compiler alone. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** A value that a schema took, or why it did not: `arguments.name: expected string`. */
export async function checkValue<Output>(
  schema: Schema<Output>,
  value: unknown,
  what: string,
): Promise<{ readonly value: Output } | { readonly refusal: string }> {
  const checked = await schema['~standard'].validate(value);
  if (checked.issues === undefined) return { value: checked.value };
  const refusals = checked.issues.map(({ path = [], message }) => {
    const keys = path.map((part) => (typeof part === 'object' ? part.key : part));
    return `${[what, ...keys.map(String)].join('.')}: ${message}`;
  });
  return { refusal: refusals.join('; ') || `${what} was refused` };
}
