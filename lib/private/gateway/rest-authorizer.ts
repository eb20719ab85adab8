import { Lazy, Names, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Authorizer,
  CfnAuthorizer,
  type IRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { Found, UsersApiError, withPath } from '../errors';
import { type Authority, invocationOf } from './authority';
import { nameOf, placeOf } from './authorizer-place';
import type { AuthorizerSettings } from './authorizer-settings';

/**
 * For any number of methods of one REST API, as every authorizer of the CDK is: a method asks for the id
 * before it says which API it is of. It makes nothing before it has a method.
 */
export class RestMethodAuthorizer extends Authorizer {
  override readonly authorizationType = AuthorizationType.CUSTOM;
  readonly authorizerId: string;
  private readonly users: Construct;
  private readonly settings: AuthorizerSettings;
  private readonly authority: (restApi: IRestApi) => Authority;
  private attached: { readonly restApi: IRestApi; readonly authorizerId: string } | undefined;

  constructor(
    users: Construct,
    id: string,
    settings: AuthorizerSettings,
    authority: (restApi: IRestApi) => Authority,
  ) {
    super(users, id);
    this.users = users;
    this.settings = settings;
    this.authority = authority;
    this.authorizerId = Lazy.string({
      produce: () => this.attached?.authorizerId ?? unattached(users),
    });
  }

  /** The CDK calls it for each method that is given this authorizer. */
  override _attachToApi(restApi: IRestApi): void {
    if (this.attached?.restApi.restApiId === restApi.restApiId) return;
    if (this.attached !== undefined) {
      const error = new UsersApiError('restAuthorizer', {
        got: new Found(`methods of ${this.attached.restApi.node.path} and ${restApi.node.path}`),
        expected: 'methods of one REST API',
        fix: 'call users.restAuthorizer() again for the other one; both share a function',
      });
      throw withPath(error, this.users.node.path);
    }
    const { settings } = this;
    const made = RestGatewayAuthorizer.for({ ...settings, ...this.authority(restApi), restApi });
    this.attached = { restApi, authorizerId: made.authorizerId };
  }
}

function unattached(users: Construct): never {
  const error = new UsersApiError('restAuthorizer', {
    got: new Found('no method of a RestApi that has it'),
    expected: 'a method, or defaultMethodOptions of a RestApi',
    fix: 'give it as authorizer to addMethod(); a CfnMethod or a SpecRestApi does not say which API it is of',
  });
  throw withPath(error, users.node.path);
}

interface RestGatewayAuthorizerProps
  extends Authority,
    Pick<AuthorizerSettings, 'byHeader' | 'ttl'> {
  readonly restApi: IRestApi;
}

/** The authorizer of one REST API that asks one function. */
class RestGatewayAuthorizer extends Construct {
  /** The one with these props. Its id says API, function and time, and not which method came first. */
  static for(props: RestGatewayAuthorizerProps): RestGatewayAuthorizer {
    const { authority, restApi, ttl } = props;
    const own = Stack.of(restApi);
    const { scope, prefix } = placeOf(authority, own);
    const id = `${prefix}${nameOf(restApi, own)}-${ttl.toSeconds()}s`;
    const known = scope.node.tryFindChild(id);
    if (known instanceof RestGatewayAuthorizer && known.restApi === restApi) return known;
    return new RestGatewayAuthorizer(scope, id, props);
  }

  readonly authorizerId: string;
  private readonly restApi: IRestApi;

  private constructor(scope: Construct, id: string, props: RestGatewayAuthorizerProps) {
    super(scope, id);
    const { restApi, entry, role, byHeader, ttl } = props;
    const authorizer = {
      // Two of one API can't have the same.
      name: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      restApiId: restApi.restApiId,
      type: 'REQUEST',
      authorizerUri: invocationOf(entry, this),
      authorizerCredentials: role.roleArn,
      // Empty and not left out: an update has to take away what was there before.
      identitySource: byHeader ? 'method.request.header.Authorization' : '',
      authorizerResultTtlInSeconds: ttl.toSeconds(),
    };
    this.authorizerId = new CfnAuthorizer(this, 'Resource', authorizer).ref;
    this.restApi = restApi;
    // A stage has the authorizers of its deployment, so a change of this one is another deployment.
    const deployment = restApi.latestDeployment;
    deployment?.node.addDependency(this);
    deployment?.addToLogicalId({ authorizer });
  }
}
