/** The parts of a CloudFormation template that this runtime reads. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Metadata?: JsonObject;
}

export interface Parameter {
  readonly Type?: string;
  readonly Default?: string | number;
}

export interface Template {
  readonly Parameters?: Readonly<Record<string, Parameter>>;
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: Json }>>;
}

/** The logical id, properties and metadata of every resource of these types, in the template's order. */
export function resourcesOf(
  template: Template,
  ...types: readonly string[]
): { logicalId: string; type: string; properties: JsonObject; metadata: JsonObject }[] {
  return Object.entries(template.Resources ?? {})
    .filter(([, { Type }]) => types.includes(Type))
    .map(([logicalId, { Type, Properties, Metadata }]) => ({
      logicalId,
      type: Type,
      properties: Properties ?? {},
      metadata: Metadata ?? {},
    }));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
