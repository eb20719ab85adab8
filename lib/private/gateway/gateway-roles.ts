import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { gatewayRoleOf, type RoleSettings } from '../functions/gateway-role-names';

/**
 * The policies inside a role have 10,240 characters together, white space aside. The longest ARN of a
 * function's alias `live` has 127, with a name of 64 in a Region such as `us-isob-east-1`, and takes 130 in a list.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
const MOST_FUNCTIONS = 75;

const DEFAULTS: RoleSettings = { functionLayout: 'per-action', functionOptions: {} };

interface GatewayRole {
  readonly role: Role;
  /** To call the functions that the role is for. */
  readonly invoke: PolicyStatement;
}

/**
 * The role by which API Gateway calls the functions of one `UsersApi`, and nothing else. Each further 75
 * functions have one role more.
 *
 * Functions are counted in the order in which they ask. One that gets another role by an update can
 * answer 500 until the roles and its integration are all updated, so new ones should come last.
 */
export class GatewayRoles {
  private readonly scope: Construct;
  private readonly settings: RoleSettings;
  private readonly roles: GatewayRole[] = [];
  private readonly byFunction = new Map<IFunction, Role>();

  constructor(scope: Construct, settings = DEFAULTS) {
    this.scope = scope;
    this.settings = settings;
  }

  /** A role by which API Gateway may call the function. */
  roleFor(handler: IFunction): Role {
    const known = this.byFunction.get(handler);
    if (known !== undefined) return known;
    const { role, invoke } = this.withRoom();
    invoke.addResources(handler.functionArn);
    this.byFunction.set(handler, role);
    return role;
  }

  private withRoom(): GatewayRole {
    const last = this.roles.at(-1);
    if (last !== undefined && last.invoke.resources.length < MOST_FUNCTIONS) return last;
    const made = this.make(this.roles.length === 0 ? '' : String(this.roles.length + 1));
    this.roles.push(made);
    return made;
  }

  /**
   * The trust has no condition on the account or the API. API Gateway doesn't tell STS the account that it
   * acts for when it assumes the role of an integration (`aws:SourceAccount`), as was found when such a
   * condition refused every request, and no document of AWS says that it tells the API
   * (`aws:SourceArn`). What keeps others out: a role can only be given to an integration of its own
   * account, by a principal that may pass it (`iam:PassRole`).
   *
   * @see https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/pull/479
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
   */
  private make(number: string): GatewayRole {
    const { id, roleName } = gatewayRoleOf(this.settings, number);
    const invoke = new PolicyStatement({ actions: ['lambda:InvokeFunction'] });
    const role = new Role(this.scope, id, {
      roleName,
      permissionsBoundary: this.settings.functionOptions.permissionsBoundary,
      description: 'API Gateway calls the functions behind the routes of a users API by it.',
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
    });
    acknowledge(role, {
      'NIST.800.53.R5-IAMNoInlinePolicy':
        "The policy is this one role's: it names the functions of one API. IAM's user guide has " +
        'inline policies for what must not be attached to anything else by mistake.',
    });
    return { role, invoke };
  }
}
