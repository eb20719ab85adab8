import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { ASSETS } from '../assets';
import type { Described } from './components';

/** A schema of an object, as the build writes them. */
export interface FieldsSchema extends Described {
  readonly properties: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
}

/** Made by the build from the schemas of the handlers. */
export interface RouteSchemas {
  /** Of the package. */
  readonly version: string;
  /** By the names of actions. */
  readonly bodies: Readonly<Record<string, FieldsSchema>>;
  readonly queries: Readonly<Record<string, FieldsSchema>>;
  /** By what a response holds. */
  readonly answers: Readonly<Record<string, FieldsSchema>>;
}

const FILE = path.join(ASSETS, 'route-schemas.json');

export function readRouteSchemas(): RouteSchemas {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** @throws for what the build made no schema of */
export function schemaNamed(
  schemas: Readonly<Record<string, FieldsSchema>>,
  name: string,
): FieldsSchema {
  const found = schemas[name];
  if (found === undefined) throw new Error(`the build made no schema of ${name}`);
  return found;
}

/** The examples of the fields together, if all have one that have to be there. */
export function exampleOf({ properties, required = [] }: FieldsSchema): Described | undefined {
  const examples = Object.fromEntries(
    Object.entries(properties).flatMap(([name, { examples: all }]) =>
      Array.isArray(all) ? [[name, all[0]]] : [],
    ),
  );
  return required.every((name) => name in examples) ? examples : undefined;
}
