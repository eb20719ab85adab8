import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_ENVIRONMENT, type Environment } from '../environment.ts';
import { LocalError } from '../errors.ts';
import type { Template } from './template.ts';

/** A stack as `cdk synth` leaves it: the template, and the folders of code that it names. */
export interface SynthesizedStack {
  readonly name: string;
  readonly environment: Environment;
  readonly template: Template;
  /** The asset that is uploaded under this key of the bootstrap bucket. */
  asset(objectKey: string): Asset | undefined;
}

export interface Asset {
  readonly path: string;
  /** `zip` is a folder that the CLI packs when it deploys; `file` is uploaded as it is. */
  readonly packaging: string;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: { readonly templateFile?: string; readonly file?: string };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string; readonly packaging?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/**
 * Reads a stack from a cloud assembly.
 *
 * @param stackName which one, if the assembly has several.
 * @throws {LocalError} `INVALID_OPTION`, `INVALID_TEMPLATE`
 */
export async function readStack(directory: string, stackName?: string): Promise<SynthesizedStack> {
  const manifest: Manifest = await readJson(path.join(directory, 'manifest.json'));
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const stacks = artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const names = stacks.map(([name]) => name).join(', ');
  const [name, artifact] =
    (stackName === undefined ? stacks : stacks.filter(([id]) => id === stackName))[0] ?? [];
  if (name === undefined || artifact?.properties?.templateFile === undefined) {
    const wanted = stackName === undefined ? 'a stack' : `stack ${stackName}`;
    throw new LocalError(
      stackName === undefined ? 'INVALID_TEMPLATE' : 'INVALID_OPTION',
      `the app does not have ${wanted}; it has ${names || 'none'}`,
    );
  }
  if (stackName === undefined && stacks.length > 1) {
    throw new LocalError(
      'INVALID_TEMPLATE',
      `the app has several stacks; pick one with --stack: ${names}`,
    );
  }
  const assets = await readAssets(
    directory,
    artifacts.map(([, { type, properties }]) =>
      type === 'cdk:asset-manifest' ? properties?.file : undefined,
    ),
  );
  return {
    name,
    environment: parseEnvironment(artifact.environment),
    template: await readJson(path.join(directory, artifact.properties.templateFile)),
    asset: (objectKey) => assets.get(objectKey),
  };
}

async function readAssets(
  directory: string,
  manifests: readonly (string | undefined)[],
): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const file of manifests) {
    if (file === undefined) continue;
    const manifest: AssetManifest = await readJson(path.join(directory, file));
    for (const { source, destinations } of Object.values(manifest.files ?? {})) {
      if (source.path === undefined) continue;
      const asset = {
        path: path.resolve(directory, source.path),
        packaging: source.packaging ?? 'file',
      };
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, asset);
    }
  }
  return assets;
}

/** `aws://unknown-account/unknown-region` is what a stack without an `env` says. */
function parseEnvironment(text = ''): Environment {
  const [account = '', region = ''] = text.replace('aws://', '').split('/');
  return {
    account: /^\d{12}$/.test(account) ? account : DEFAULT_ENVIRONMENT.account,
    region: /^[a-z]+(-[a-z]+)+-\d$/.test(region) ? region : DEFAULT_ENVIRONMENT.region,
  };
}

async function readJson(file: string) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new LocalError('INVALID_TEMPLATE', `cannot read ${file}: ${(error as Error).message}`);
  }
}
