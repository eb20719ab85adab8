import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { JsonObject } from '../cloudformation/template.ts';
import type { Environment } from '../environment.ts';
import { generateSecretString } from './generate.ts';

export interface SecretVersion {
  readonly id: string;
  readonly stages: readonly string[];
  readonly value: string;
  /** Seconds since the epoch. */
  readonly created: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly versions: readonly SecretVersion[];
  /** Whether a rotation has come to its end. */
  readonly rotated?: boolean;
}

/**
 * The stack's secrets, in one file that only its owner can read, so that tokens survive a restart.
 */
export class SecretStore {
  readonly #file: string;
  readonly #environment: Environment;
  readonly #secrets: Map<string, Secret>;

  constructor(file: string, environment: Environment) {
    this.#file = file;
    this.#environment = environment;
    this.#secrets = new Map(read(file).map((secret) => [secret.name, secret]));
  }

  /** The secret of that name, made from its properties in the template when there is none yet. */
  ensure(name: string, { SecretString, GenerateSecretString }: JsonObject): Secret {
    const known = this.#secrets.get(name);
    if (known !== undefined) return known;
    const value =
      typeof SecretString === 'string'
        ? SecretString
        : GenerateSecretString && generateSecretString(GenerateSecretString as JsonObject);
    const secret: Secret = {
      name,
      arn: this.#newArn(name),
      versions:
        typeof value !== 'string'
          ? []
          : [
              {
                id: randomUUID(),
                stages: ['AWSCURRENT'],
                value,
                created: Math.floor(Date.now() / 1000),
              },
            ],
    };
    this.#secrets.set(name, secret);
    this.#write();
    return secret;
  }

  /** By name, by ARN, or by an ARN without its random end, as Secrets Manager takes them. */
  find(id: string): Secret | undefined {
    return (
      this.#secrets.get(id) ??
      [...this.#secrets.values()].find(({ arn }) => arn === id || arn.slice(0, -7) === id)
    );
  }

  /** Adds a version, and gives it its staging labels. */
  put(name: string, { stages, ...version }: Omit<SecretVersion, 'created'>): SecretVersion {
    const added = { ...version, stages: [], created: Math.floor(Date.now() / 1000) };
    this.#change(name, ({ versions }) => ({ versions: [...versions, added] }), stages, version.id);
    return { ...added, stages };
  }

  /** Moves a staging label to a version; the one that was current becomes the previous one. */
  stage(name: string, id: string, stage: string): void {
    this.#change(name, () => ({}), [stage], id);
  }

  markRotated(arn: string): void {
    const { name } = this.find(arn) ?? {};
    if (name !== undefined) this.#change(name, () => ({ rotated: true }), [], '');
  }

  #change(
    name: string,
    change: (secret: Secret) => Partial<Secret>,
    stages: readonly string[],
    id: string,
  ): void {
    const known = this.#secrets.get(name);
    if (known === undefined) return;
    const changed = { ...known, ...change(known) };
    const versions = stages.reduce((all, stage) => labelled(all, id, stage), changed.versions);
    this.#secrets.set(name, { ...changed, versions });
    this.#write();
  }

  /**
   * Secrets Manager ends an ARN with six characters, so that a recreated secret has another one.
   */
  #newArn(name: string): string {
    const { account, region } = this.#environment;
    const suffix = randomBytes(3).toString('hex');
    return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
  }

  #write(): void {
    const temporary = `${this.#file}.new`;
    writeFileSync(temporary, JSON.stringify([...this.#secrets.values()], null, 2), { mode: 0o600 });
    renameSync(temporary, this.#file);
  }
}

/** A label is on one version; a version without any is as good as deleted. */
function labelled(
  versions: readonly SecretVersion[],
  id: string,
  stage: string,
): readonly SecretVersion[] {
  const current = versions.find(({ stages }) => stages.includes('AWSCURRENT'))?.id;
  const moves =
    stage === 'AWSCURRENT' && current !== undefined && current !== id
      ? new Map([
          ['AWSCURRENT', id],
          ['AWSPREVIOUS', current],
        ])
      : new Map([[stage, id]]);
  return versions
    .map((version) => ({
      ...version,
      stages: [
        ...version.stages.filter((each) => !moves.has(each)),
        ...[...moves].flatMap(([each, to]) => (to === version.id ? [each] : [])),
      ],
    }))
    .filter(({ stages }) => stages.length > 0);
}

function read(file: string): Secret[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
