import { isObject, type Json, type JsonObject } from 'cdk-users-api-local/cloudformation/template';

/** @throws unless the value is an object */
export function object(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new Error(`${JSON.stringify(value)} is no object`);
  return value;
}

/** @throws unless the value is a list */
export function list(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is no list`);
  return value;
}
