import type { Json } from '../execution.ts';

/** The part of structural OpenAPI v3 that kontinue's schemas use (Kubernetes: JSONSchemaProps). */
export interface Schema {
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly Json[];
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-int-or-string'?: true;
}

/**
 * A column of `kubectl get`; priority 1 shows with `-o wide` only (Kubernetes:
 * CustomResourceColumnDefinition).
 */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly jsonPath: string;
  readonly description?: string;
  readonly priority?: number;
}

export interface DefinitionVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema: { readonly openAPIV3Schema: Schema };
  readonly subresources?: { readonly status?: Readonly<Record<string, never>> };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
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
