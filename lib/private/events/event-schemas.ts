import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import type { Feature } from '../../contract/features.ts';
import { EVENTS, type EventType } from '../../contract/index.ts';
import { ASSETS } from '../assets';

/** Made by the build from the schemas of `cdk-users-api/events`. */
const FILE = path.join(ASSETS, 'event-schemas.json');

/** A JSON Schema of every event, by its detail type. */
export function eventSchemas(): Record<string, object> {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** A registry with a schema of each event that the API raises, named as EventBridge names its own. */
export class EventSchemas extends Construct {
  readonly registryName: string;

  constructor(scope: Construct, id: string, features: readonly Feature[]) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', { description: 'Events of users' });
    this.registryName = registry.attrRegistryName;
    this.add(features);
  }

  /** The schemas of events that are raised with these features and have none yet. */
  add(features: readonly Feature[]): void {
    for (const [detailType, content] of Object.entries(eventSchemas())) {
      const { onlyWith } = EVENTS[detailType as EventType];
      if (onlyWith !== undefined && !features.includes(onlyWith)) continue;
      if (this.node.tryFindChild(detailType) !== undefined) continue;
      new CfnSchema(this, detailType, {
        registryName: this.registryName,
        schemaName: `users-api@${detailType}`,
        type: 'JSONSchemaDraft4',
        content: JSON.stringify(content),
      });
    }
  }
}
