import type { Json } from '../execution.ts';

/** The part of structural OpenAPI v3 that kontinue's schemas use (Kubernetes: JSONSchemaProps). */
export interface Schema {
  /** For people: `kubectl explain` shows it. */
  readonly description?: string;
  /** What a value is. */
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  /** What it is more closely, such as `date-time`. */
  readonly format?: string;
  /** What a text must match: a regular expression. */
  readonly pattern?: string;
  /** How many characters a text has at least. */
  readonly minLength?: number;
  /** How many characters a text has at most. */
  readonly maxLength?: number;
  /** The smallest number, itself included: in whatever unit the field counts. */
  readonly minimum?: number;
  /** The largest number, itself included: in whatever unit the field counts. */
  readonly maximum?: number;
  /** The only values. */
  readonly enum?: readonly Json[];
  /** Whether it may be null. Default false. */
  readonly nullable?: boolean;
  /** The properties that must be there. */
  readonly required?: readonly string[];
  /** What is known of an object. */
  readonly properties?: Readonly<Record<string, Schema>>;
  /** What other properties of an object are. */
  readonly additionalProperties?: Schema;
  /** What the items of an array are. */
  readonly items?: Schema;
  /** What no property describes is stored all the same. */
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  /** A number or a text. */
  readonly 'x-kubernetes-int-or-string'?: true;
}

/**
 * A column of `kubectl get`; priority 1 shows with `-o wide` only (Kubernetes:
 * CustomResourceColumnDefinition).
 */
export interface PrinterColumn {
  /** Its heading. */
  readonly name: string;
  /** How its cells are written. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  /** Where its cells come from. */
  readonly jsonPath: string;
  /** For people. */
  readonly description?: string;
  /** Wide output alone shows columns above 0. Default 0. */
  readonly priority?: number;
}

/** One version of a kind (Kubernetes: CustomResourceDefinitionVersion). */
export interface DefinitionVersion {
  /** `v1alpha1`. */
  readonly name: string;
  /** Whether the server answers for it. */
  readonly served: boolean;
  /** Whether objects are stored in it. */
  readonly storage: boolean;
  /** What its objects look like. */
  readonly schema: {
    /** Structural. */
    readonly openAPIV3Schema: Schema;
  };
  /** What can be written apart. */
  readonly subresources?: {
    /** The status. */
    readonly status?: Readonly<Record<string, never>>;
  };
  /** What `kubectl get` shows. */
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  /** What field selectors may ask for. */
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

/**
 * An apiextensions.k8s.io/v1 CustomResourceDefinition, as far as kontinue writes one (Kubernetes:
 * CustomResourceDefinition).
 */
export interface CustomResourceDefinition {
  /** Always this. */
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  /** Always this. */
  readonly kind: 'CustomResourceDefinition';
  /** Its name, which the server checks. */
  readonly metadata: {
    /** Plural and group: `executions.kontinue.cloud`. */
    readonly name: string;
  };
  /** What is defined. */
  readonly spec: {
    /** `kontinue.cloud`. */
    readonly group: string;
    /** Whether its objects live in namespaces. */
    readonly scope: 'Namespaced' | 'Cluster';
    /** What it is called, and where. */
    readonly names: {
      /** The name in objects. */
      readonly kind: string;
      /** The kind of its lists. */
      readonly listKind: string;
      /** The name in URLs. */
      readonly plural: string;
      /** The name for people. */
      readonly singular: string;
      /** What kubectl knows it by, besides. */
      readonly shortNames?: readonly string[];
      /** What kubectl lists it under. */
      readonly categories?: readonly string[];
    };
    /** Its versions; kontinue has one. */
    readonly versions: readonly DefinitionVersion[];
  };
}
