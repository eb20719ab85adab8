import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { ASSETS } from './assets';
import type { Settings } from './settings';

/** Made by the build from the schemas of `cdk-users-api/events`. */
const FILE = path.join(ASSETS, 'event-schemas.json');

/** A JSON Schema of every event, by its detail type. */
export function eventSchemas(): Record<string, object> {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** A registry with a schema of each event that the API raises, named as EventBridge names its own. */
export class EventSchemas extends Construct {
  readonly registryName: string;

  constructor(
    scope: Construct,
    id: string,
    { loginEvents, confirmEmailChange, authBackends }: Settings,
  ) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', { description: 'Events of users' });
    this.registryName = registry.attrRegistryName;
    const refreshes = authBackends.some(({ _refresh }) => _refresh);
    const isRaised: Record<string, boolean> = {
      'after-login': loginEvents,
      'after-refresh-reuse': refreshes,
      'after-request-email-change': confirmEmailChange,
    };
    for (const [detailType, content] of Object.entries(eventSchemas())) {
      if (isRaised[detailType] === false) continue;
      new CfnSchema(this, detailType, {
        registryName: this.registryName,
        schemaName: `users-api@${detailType}`,
        type: 'JSONSchemaDraft4',
        content: JSON.stringify(content),
      });
    }
  }
}
