import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { UsersApiAttributes, UsersApiParameterOptions } from '../users-api-ref';
import { Found, known, UsersApiError } from './errors';
import { givenEventBus } from './given/event-bus';
import { givenTable } from './given/table';
import { ALL_FEATURES, type Knowledge, onlyAtHome, unknownTo } from './knowledge';
import {
  functionParameter,
  isPublished,
  PUBLISHED,
  PUBLISHED_VARIABLES,
  type Published,
} from './published';
import { checkParameterPath } from './settings/publish-to';

/** What an import knows, each asked for when it is needed. */
export interface ImportSource {
  readonly knowledge: Omit<Knowledge, 'listensTo'>;
  url(): string;
  eventBus(): IEventBus;
  httpApi(): IHttpApi;
  table(): ITableV2;
  adminEnvironment(): { [name: string]: string };
}

/** How an API is imported. */
export interface Import {
  readonly loginEvents: boolean;
  /** @throws when it can't work, before anything is made */
  check(): void;
  source(users: Construct): ImportSource;
}

/** By what the user says. */
export function told(attrs: UsersApiAttributes): Import {
  return {
    loginEvents: attrs.loginEvents ?? false,
    check: () => checkUrl(attrs.url),
    source: (users) => toldSource(users, attrs),
  };
}

/** By what the API publishes below a path. */
export function published(path: string, options: UsersApiParameterOptions): Import {
  return {
    loginEvents: options.loginEvents ?? false,
    check: () => checkParameterPath('name', path),
    source: (users) => publishedSource(users, path, options),
  };
}

function toldSource(scope: Construct, attrs: UsersApiAttributes): ImportSource {
  const { authBackends, functions = {} } = attrs;
  return {
    url: () => attrs.url,
    eventBus: () => givenEventBus(scope, attrs.eventBus),
    httpApi: () => attrs.httpApi ?? unknownTo('httpApi'),
    table: () => (attrs.table === undefined ? unknownTo('table') : givenTable(scope, attrs.table)),
    adminEnvironment: () => attrs.adminEnvironment ?? unknownTo('adminEnvironment'),
    knowledge: {
      features: ALL_FEATURES,
      authBackends,
      functionNamed: (name) => functions[name] ?? unknownTo(`functions["${name}"]`),
      functionNames: () => Object.keys(functions),
      routeOf: () => undefined,
      defaultAudience: () => unknownTo('authBackends'),
      countedMapping: onlyAtHome,
      undeliveredBucket: onlyAtHome,
    },
  };
}

/**
 * The template has a parameter for what is used, and no other, which CloudFormation reads whenever it
 * deploys the stack.
 */
function publishedSource(
  scope: Construct,
  path: string,
  { authBackends }: UsersApiParameterOptions,
): ImportSource {
  const at = (parameter: string) =>
    StringParameter.valueForStringParameter(scope, `${path}/${parameter}`);
  const value = (name: Published) => at(PUBLISHED[name]);
  const once = constructsOf(scope);
  const functionNames = new Set<string>();
  return {
    url: () => value('url'),
    eventBus: () =>
      once('EventBus', (id) => EventBus.fromEventBusName(scope, id, value('eventBusName'))),
    httpApi: () =>
      once('HttpApi', (id) =>
        HttpApi.fromHttpApiAttributes(scope, id, { httpApiId: value('httpApiId') }),
      ),
    table: () =>
      once('Table', (id) =>
        TableV2.fromTableAttributes(scope, id, {
          tableName: value('tableName'),
          encryptionKey: Key.fromKeyArn(scope, 'TableKey', value('tableKeyArn')),
        }),
      ),
    adminEnvironment: () =>
      Object.fromEntries(
        PUBLISHED_VARIABLES.map(([variable, parameter]) => [variable, at(parameter)]),
      ),
    knowledge: {
      features: ALL_FEATURES,
      authBackends,
      functionNamed(name): IFunction {
        if (!isPublished(name)) throw notPublished(name);
        functionNames.add(name);
        return once(`Function-${name}`, (id) =>
          LambdaFunction.fromFunctionAttributes(scope, id, {
            functionArn: at(functionParameter(name)),
            sameEnvironment: true,
          }),
        );
      },
      functionNames: () => [...functionNames],
      routeOf: () => undefined,
      defaultAudience: () => value('audience'),
      countedMapping: onlyAtHome,
      undeliveredBucket: onlyAtHome,
    },
  };
}

function notPublished(name: string): UsersApiError {
  return new UsersApiError(`functions["${name}"]`, {
    got: new Found('none, as it is not published'),
    expected: 'relay or an authorizer',
    fix: 'read the metrics of other functions in the stack of the API',
  });
}

/** Makes each construct when it is first asked for. */
function constructsOf(scope: Construct) {
  return <T extends object>(id: string, make: (id: string) => T): T =>
    (scope.node.tryFindChild(id) as T | undefined) ?? make(id);
}

/** `UsersApi.url` has no slash at its end, and paths are appended to it. */
function checkUrl(given: string): void {
  const url = known(given);
  if (url === undefined) return;
  if (/^https?:\/\/[^\s/?#]+(\/[^\s/?#]+)*$/.test(url) && URL.canParse(url)) return;
  throw new UsersApiError('url', {
    got: url,
    expected: 'an absolute URL such as "https://api.example.com/users"',
    fix: 'start it with https://, and end it without slash, query and fragment',
  });
}
