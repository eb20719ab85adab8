import { type CustomResource, Stack } from 'aws-cdk-lib';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Alarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { Alarms } from './private/alarms';
import { alsoPublishes, onlyPublishes } from './private/events/bus-policy';
import { EventSchemas } from './private/events/event-schemas';
import { warnOfSilentLogins } from './private/events/listening';
import { warnOfUnheardTokens } from './private/events/unheard-tokens';
import { adminEnvironment } from './private/functions/admin-environment';
import { checkBundles } from './private/functions/code';
import { featuresWith } from './private/functions/features-with';
import { functionsOf } from './private/functions/function-plan';
import { checkFunctions, refuseUnusedOverrides } from './private/functions/overrides';
import { addSuperuser } from './private/functions/superusers';
import type { OwnApi } from './private/gateway/api';
import { Authorizers } from './private/gateway/authorizers';
import { GatewayRoles } from './private/gateway/gateway-roles';
import { checkHttpApi } from './private/gateway/given-api';
import { published, told } from './private/import-sources';
import { ImportedUsersApi } from './private/imported-users-api';
import { tell } from './private/knowledge';
import { checkLimits } from './private/limits/limits';
import { makeFunctions } from './private/make-functions';
import { makeResources } from './private/make-resources';
import { namesErrors } from './private/names-errors';
import {
  busesOf,
  checkNeighbours,
  neighboursOf,
  register,
  warnOfNeighbours,
} from './private/neighbours';
import { handOut } from './private/openapi/hand-out';
import { addOutput } from './private/outputs';
import { ownKnowledge } from './private/own-knowledge';
import { Publication } from './private/publication';
import { checkEnvironment } from './private/settings/environment';
import type { Settings } from './private/settings/settings';
import { settleWithFeatures } from './private/settle-with-features';
import { checkEncryption, encryptionKeyOf } from './private/storage/encryption';
import { refuseGeneratedName } from './private/storage/generated-name';
import { checkTable } from './private/storage/table';
import { UsersApiFunctions } from './private/users-api-functions';
import type { Parts } from './private/users-api-routes';
import { warn } from './private/warnings';
import type { SuperuserOptions } from './superuser-options';
import type { UsersApiProps } from './users-api-props';
import type { IUsersApi, UsersApiAttributes, UsersApiParameterOptions } from './users-api-ref';

const MARK = Symbol.for('cdk-users-api.UsersApi');

/**
 * A users and authentication API: register, login, password reset, me and administration, on
 * API Gateway, Lambda and DynamoDB, with an event bus that tells the rest of a system what happened.
 *
 * All props are checked before any resource is made. One that can't work throws an error that names the
 * prop, its value, what is expected, and how to fix it.
 *
 * The stack gets the outputs `Url`, `EventBusName`, `TableName`, `CreateUserFunctionName`, `EndLoginsFunctionName`,
 * `RelayFunctionName` and `UndeliveredEventsBucketName`, each between the construct's path and CDK's hash of that;
 * `outputs: false` leaves them out.
 *
 * @example
 * const users = new UsersApi(this, 'Users', {
 *   authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
 * });
 * users.onAfterRegister('Welcome', { target: new targets.LambdaFunction(sendWelcomeMail) });
 */
@propertyInjectable
@namesErrors
export class UsersApi extends UsersApiFunctions {
  /** By which property injectors find the construct: `constructUniqueId` of an `IPropertyInjector`. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-users-api.UsersApi';

  /**
   * A users API that another stack or another app defines, for rules on its events and for its URL.
   *
   * It makes only the rules that you ask it for, in the importing stack. Nothing is looked up: an attribute
   * that isn't given throws when it is read.
   *
   * @throws when `url` is known and not an absolute URL without a slash at its end
   *
   * @example
   * const users = UsersApi.fromUsersApiAttributes(this, 'Users', {
   *   url: 'https://api.example.com/users',
   *   eventBus: events.EventBus.fromEventBusName(this, 'UsersBus', 'MyAppUsersEventBus7A1C3D5E'),
   * });
   * users.onAfterDelete('Forget', { target: new targets.LambdaFunction(forgetOrders) });
   */
  public static fromUsersApiAttributes(
    scope: Construct,
    id: string,
    attrs: UsersApiAttributes,
  ): IUsersApi {
    return new ImportedUsersApi(scope, id, told(attrs));
  }

  /**
   * A users API that another stack or another app of the same account and Region defines, by what it
   * publishes with `publishTo`. CloudFormation reads that whenever it deploys the importing stack, so nothing
   * is looked up at synth, and the API has to be deployed first.
   *
   * @param name the `publishTo` of the API, such as `/auth/users`
   * @throws when no API can have that name
   *
   * @example
   * const users = UsersApi.fromParameter(this, 'Users', '/auth/users');
   * users.onAfterDelete('Forget', { target: new targets.LambdaFunction(forgetOrders) });
   * httpApi.addRoutes({ path: '/orders', integration, authorizer: users.authorizer() });
   */
  public static fromParameter(
    scope: Construct,
    id: string,
    name: string,
    options: UsersApiParameterOptions = {},
  ): IUsersApi {
    return new ImportedUsersApi(scope, id, published(name, options));
  }

  /**
   * Whether `x` is a `UsersApi`, of any copy of this package. An import isn't: it has neither functions
   * nor an alarm.
   */
  public static isUsersApi(x: unknown): x is UsersApi {
    return x !== null && typeof x === 'object' && MARK in x;
  }

  /**
   * Base URL of the routes, without a slash at the end, such as
   * `https://abc123.execute-api.eu-central-1.amazonaws.com/users`; on the `domain`, or on the custom domain
   * that a given API is mapped to.
   */
  public readonly url: string;

  /** The HTTP API: the given one or the construct's own. */
  public readonly httpApi: IHttpApi;

  /** The table of users: the given one or the construct's own. */
  public readonly table: ITableV2;

  /** The bus that events are published on: the given one or the construct's own. */
  public readonly eventBus: IEventBus;

  /** The secret behind password reset tokens: the given one or the construct's own. */
  public readonly resetPasswordTokenSecret: ISecret;

  /** The secret behind verification tokens: the given one or the construct's own. */
  public readonly verificationTokenSecret: ISecret;

  public readonly functions: { [name: string]: LambdaFunction };

  /**
   * Goes off when events reach the bus more than 5 minutes late. It has no action: give it yours
   * with `addAlarmAction`.
   */
  public readonly lateEventsAlarm: Alarm;

  /**
   * Bucket of the events that could not be published for 23 hours, as stream records. They contain users'
   * data, with private custom fields and without password hashes, and expire after 90 days. The bucket is
   * versioned: for 7 days a deleted record can be restored.
   */
  public readonly undeliveredEvents: Bucket;

  /**
   * Variables that the admin client (`cdk-users-api/admin`) reads in a function of yours: the table
   * and the rules for passwords. They are neither secrets nor permissions; `grants` gives those.
   */
  public readonly adminEnvironment: { [name: string]: string };

  /** Name of the registry with the schemas of the events; undefined without `eventSchemas: true`. */
  public readonly eventSchemaRegistryName?: string;

  /** @internal */
  protected readonly _ownApi: OwnApi | undefined;
  /** @internal */
  public readonly _authorizers: Authorizers;
  /** @internal */
  protected readonly _parts: Parts;

  /**
   * @throws when a prop can't work, such as two backends of one name or a table without a stream
   */
  constructor(scope: Construct, id: string, props: UsersApiProps = {}) {
    checkBundles();
    const settled = settleWithFeatures(scope, id, props);
    checkHttpApi(props.httpApi);
    const planned = functionsOf(settled);
    checkFunctions(settled, planned);
    checkEnvironment(props, Stack.of(scope));
    checkEncryption(props, Stack.of(scope));
    if (props.table !== undefined) checkTable(props.table);
    const neighbours = neighboursOf(scope);
    checkNeighbours(scope, neighbours, props, settled);

    super(scope, id);
    Object.defineProperty(this, MARK, { value: true });
    const encryptionKey = encryptionKeyOf(this, props.encryptionKey);
    const settings: Settings = { ...settled, encryptionKey };
    warn(this, settings, props);
    warnOfNeighbours(this, neighbours, props);

    const resources = makeResources(this, props, settings);
    this.table = resources.table;
    this.eventBus = resources.eventBus;
    this.resetPasswordTokenSecret = resources.resetPasswordTokenSecret;
    this.verificationTokenSecret = resources.verificationTokenSecret;
    this.httpApi = resources.httpApi;
    this._ownApi = resources.ownApi;
    this.url = resources.issuer;
    const roles = new GatewayRoles(this, settings);
    const gateway = { httpApi: this.httpApi, roles };
    const { byName, relay } = makeFunctions(this, planned, gateway, settings, resources);
    this.functions = byName;
    this._parts = { settings, resources };
    this._authorizers = new Authorizers(this, { settings, resources, roles }, byName);
    this.lateEventsAlarm = relay.alarm;
    this.undeliveredEvents = relay.failures;
    if (props.eventBus === undefined) onlyPublishes(this.eventBus, relay.executionRole);
    for (const bus of busesOf(neighbours, props)) alsoPublishes(bus, relay.executionRole);
    this.adminEnvironment = adminEnvironment(this.table, settings);

    const schemas = settings.eventSchemas
      ? new EventSchemas(this, 'EventSchemas', featuresWith(settings))
      : undefined;
    this.eventSchemaRegistryName = schemas?.registryName;
    tell(this, ownKnowledge(this, { settings, relay, schemas }));

    if (settings.publishTo !== undefined) {
      const publication = new Publication(this, settings.publishTo);
      publication.addFunction('relay', relay);
      this._authorizers.publishTo(publication);
    }
    register(this, settings);
    handOut(this);
    this.addOutputs(settings);
    refuseUnusedOverrides(this, settings);
    refuseGeneratedName(this, this.table);
    warnOfUnheardTokens(this, this.eventBus, settings);
    warnOfSilentLogins(this, this.eventBus, settings);
    checkLimits(this, () => new Set([this.httpApi, ...this._authorizers.apis]));
  }

  /**
   * The alarms that a users API should have, each with an action: whom to notify. They are made by the first
   * call; a further one only adds its action. `docs/operate.md` has their thresholds and what they cost.
   *
   * @returns the alarms: errors of the functions and of the HTTP API, failed logins that are out of
   * proportion, events that are late, were given up or are lost, and a relay that can't run
   *
   * @example
   * users.addAlarms(new SnsAction(operators));
   */
  public addAlarms(action: IAlarmAction): Alarm[] {
    const made = this.node.tryFindChild(Alarms.ID) as Alarms | undefined;
    const alarms = [...(made ?? new Alarms(this)).all, this.lateEventsAlarm];
    for (const alarm of alarms) alarm.addAlarmAction(action);
    return alarms;
  }

  /**
   * Makes a superuser while the stack is deployed, with the password of a secret: the first one, who can make
   * others. Each is a function, a role and a log group of its own, and a custom resource.
   *
   * A superuser with the address stays as it is, its password too, so every deployment may ask again. A user with the
   * address who is none makes the deployment fail: somebody registered with it. With another address the next
   * deployment makes another superuser, and when the line goes the superuser stays.
   *
   * @throws when the address or the length of the password can't be that of a superuser
   *
   * @example
   * users.addSuperuser('Root', {
   *   email: 'root@example.com',
   *   password: new secretsmanager.Secret(this, 'RootPassword'),
   * });
   */
  public addSuperuser(id: string, options: SuperuserOptions): CustomResource {
    return addSuperuser(this, id, options, this._parts, this.functions);
  }

  private addOutputs(settings: Settings): void {
    const output = (id: string, description: string, value: string) =>
      addOutput(this, settings, id, { description, value });
    output('Url', 'Base URL of the users API', this.url);
    output('EventBusName', 'Bus with the events of users', this.eventBus.eventBusName);
    output('TableName', 'Table of users', this.table.tableName);
  }
}
