import type { IApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  ApplicationListener,
  ApplicationProtocol,
  ListenerAction,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct, IConstruct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import type { UsersApiOidc } from '../../users-api-oidc';
import { Found, UsersApiError, withPath } from '../errors';

/** The construct whose tokens are verified. */
interface Verified extends Construct {
  readonly oidc: UsersApiOidc;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html */
export function tokenAction(
  users: Verified,
  { audience }: AuthBackend,
  next: ListenerAction,
): ListenerAction {
  return new TokenAction(users, audience, next);
}

class TokenAction extends ListenerAction {
  private readonly users: Verified;

  constructor(users: Verified, audience: string, next: ListenerAction) {
    super(
      {
        type: 'jwt-validation',
        jwtValidationConfig: {
          issuer: users.oidc.issuer,
          jwksEndpoint: users.oidc.jwksUri,
          additionalClaims: [{ name: 'aud', format: 'single-string', values: [audience] }],
        },
      },
      next,
    );
    this.users = users;
  }

  override bind(scope: Construct, listener: IApplicationListener, associating?: IConstruct): void {
    super.bind(scope, listener, associating);
    if (!(listener instanceof ApplicationListener)) return;
    const { protocol } = listener as unknown as { readonly protocol?: ApplicationProtocol };
    if (protocol === undefined || protocol === ApplicationProtocol.HTTPS) return;
    const error = new UsersApiError('listenerAction', {
      got: new Found(`${listener.node.path}, whose protocol is ${protocol}`),
      expected: 'a listener with HTTPS, the only one that verifies tokens',
      fix: 'give the listener a certificate and the port 443',
    });
    throw withPath(error, this.users.node.path);
  }
}
