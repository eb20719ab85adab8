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
}

/** The stack's secrets, in one file that only its owner can read, so that tokens survive a restart. */
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

  /** Secrets Manager ends an ARN with six characters, so that a secret made anew has another one. */
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

function read(file: string): Secret[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
