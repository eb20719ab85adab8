/**
 * Run at synth by the construct, as `node inspect-user-model/index.mjs <bundled module>`: loads a
 * user model as the functions will, and prints what is wrong with it as one line of JSON.
 */
import { pathToFileURL } from 'node:url';
import { type FieldSchemas, fieldSchemas } from './json-schema.ts';
import { readModule, UserModelError } from './module.ts';

/** What the inspection found: of a model that works, what the construct has to know of it. */
export type Inspection =
  | ({ readonly got?: undefined } & ModelFacts)
  | {
      readonly got: string;
      readonly expected: string;
      readonly fix: string;
      readonly culprit?: string;
    };

interface ModelFacts {
  readonly claimFields: readonly string[];
  readonly adminFields: readonly string[];
  readonly privateFields: readonly string[];
  readonly hasHooks: boolean;
  /** Absent from a model that only has hooks. */
  readonly fields?: FieldSchemas;
}

async function inspect(file: string): Promise<Inspection> {
  try {
    const module = readModule(await import(pathToFileURL(file).href));
    const { schema, claimFields, adminFields, privateFields, hooks } = module;
    const hasHooks = Object.keys(hooks).length > 0;
    const facts = { claimFields, adminFields, privateFields, hasHooks };
    return { ...facts, ...(schema && { fields: fieldSchemas(schema) }) };
  } catch (error) {
    if (!(error instanceof UserModelError)) throw error;
    const { message: got, expected, fix, culprit } = error;
    return { got, expected, fix, culprit };
  }
}

const inspection = await inspect(String(process.argv[2]));
// On a line of its own, after whatever the module has printed.
process.stdout.write(`\n${JSON.stringify(inspection)}\n`);
