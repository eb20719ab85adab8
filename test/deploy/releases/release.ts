import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Template } from 'cdk-users-api-local/cloudformation/template';
import type { ApiUser } from '../../e2e/support/system.ts';

/** What is kept of a release, so that the next can be deployed over it. */
export interface Release {
  readonly version: string;
  /** Of the example; keys of assets are the names of actions. */
  readonly template: Template;
  readonly users: readonly ReleasedUser[];
  /** The users as they lay in the table, in DynamoDB's own form. */
  readonly items: readonly Record<string, AttributeValue>[];
}

export interface ReleasedUser {
  readonly user: ApiUser;
  readonly password: string;
}

/** The file of the release before this one: there is one, as an upgrade is from release to release. */
export function previousReleaseFile(): string {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
  const [only] = files;
  if (only === undefined || files.length > 1) {
    throw new Error(`got ${files.length} releases, expected the one before this; see record.ts`);
  }
  return path.join(import.meta.dirname, only);
}

export function previousRelease(): Release {
  return JSON.parse(readFileSync(previousReleaseFile(), 'utf8'));
}
