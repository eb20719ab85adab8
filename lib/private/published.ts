import { tableName } from '../contract/action.ts';
import { ADMIN_SETTINGS, adminVariableOf } from '../contract/administration.ts';
import { relay } from '../contract/events.ts';
import { authorizer } from '../contract/sessions.ts';

/**
 * What a users API publishes for imports, by the names of the parameters below its path: nothing secret. An
 * API of one release and an import of another share them, so a name keeps its meaning for good.
 */
export const PUBLISHED = {
  url: 'url',
  eventBusName: 'event-bus-name',
  httpApiId: 'http-api-id',
  tableName: 'table-name',
  /** Of a key that nobody has, where the table has none of its own: a permission on it gives nothing. */
  tableKeyArn: 'table-key-arn',
  /** Of the first backend with RS256; not there without one. */
  audience: 'audience',
} as const;

export type Published = keyof typeof PUBLISHED;

/** Variables of the admin client, each with its parameter. */
export const PUBLISHED_VARIABLES: readonly (readonly [variable: string, parameter: string])[] =
  ADMIN_SETTINGS.map((setting) => {
    const variable = adminVariableOf(setting);
    const isTable = setting.name === tableName.name;
    return [variable, isTable ? PUBLISHED.tableName : `admin-environment/${variable}`];
  });

/** Of the ARN of a function. A parameter's name takes no `+`, and no backend's has a `_`. */
export function functionParameter(name: string): string {
  return `functions/${name.replaceAll('+', '_')}`;
}

/** Whether the function of this name is published: the relay always, an authorizer when it is asked for. */
export function isPublished(name: string): boolean {
  return name === relay.name || name.startsWith(authorizer.name);
}
