/** The OpenAPI documents of the UsersApi constructs of a cloud assembly. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Context that asks the construct for its document, and the type of the metadata that it then adds. */
export const ASKED = { 'cdk-users-api-openapi': true };
const METADATA = 'cdk-users-api:openapi';

/** A UsersApi of an app, with its document. */
export interface Documented {
  /** Id of the stack, as in `cdk deploy`. */
  readonly stack: string;
  /** Of the construct, such as `Users`: what its path has after the stack. */
  readonly construct: string;
  readonly document: OpenApiDocument;
}

/** What the commands read of a document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers?: readonly { readonly url: unknown }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas?: Readonly<Record<string, unknown>>;
    readonly responses?: Readonly<Record<string, unknown>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface SecurityScheme {
  readonly type: string;
  readonly scheme?: string;
  readonly in?: string;
  readonly name?: string;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
  readonly properties?: { readonly directoryName?: string };
}

type Metadata = Readonly<Record<string, readonly { type: string; data?: unknown }[]>>;

/** Those of all stacks of an assembly, and of the assemblies of its stages. */
export async function documentsIn(directory: string): Promise<Documented[]> {
  const manifest: Manifest = await readJson(path.join(directory, 'manifest.json'));
  const found = Object.entries(manifest.artifacts ?? {}).map(async ([id, artifact]) => {
    const nested = artifact.properties?.directoryName;
    if (artifact.type === 'cdk:cloud-assembly' && nested !== undefined) {
      return documentsIn(path.join(directory, nested));
    }
    return artifact.type === 'aws:cloudformation:stack' ? documentsOf(directory, id, artifact) : [];
  });
  return (await Promise.all(found)).flat();
}

async function documentsOf(
  directory: string,
  id: string,
  { metadata, additionalMetadataFile, displayName = id }: Artifact,
): Promise<Documented[]> {
  // Newer releases of the CDK write it apart.
  const apart: Metadata =
    additionalMetadataFile === undefined
      ? {}
      : await readJson(path.join(directory, additionalMetadataFile));
  const stack = displayName.replace(/ \(.*\)$/, '');
  return Object.entries({ ...metadata, ...apart }).flatMap(([construct, entries]) =>
    entries
      .filter(({ type }) => type === METADATA)
      .map(({ data }) => ({
        stack,
        construct: construct.slice(1).replace(`${stack}/`, ''),
        document: data as OpenApiDocument,
      })),
  );
}

async function readJson(file: string) {
  return JSON.parse(await readFile(file, 'utf8'));
}
