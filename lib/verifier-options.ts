/** Options of `UsersApi.identitySource()`. */
export interface IdentitySourceOptions {
  /**
   * Names of the backends whose tokens are accepted; they have to be signed with RS256.
   *
   * @default - all that are
   */
  readonly backends?: string[];

  /**
   * Type of the principals in the policy store's schema, such as `Shop::User`.
   *
   * @default - as Verified Permissions finds it in the schema
   */
  readonly principalEntityType?: string;

  /**
   * What the id of a principal begins with, in front of a `|`, such as `shop` for
   * `Shop::User::"shop|01890a5d-ac96-774b-bcce-b302099a8057"`.
   *
   * @default - nothing: the id is the user's id
   */
  readonly entityIdPrefix?: string;
}

/**
 * The configuration of an inbound authorizer of Amazon Bedrock AgentCore: `authorizerConfiguration` of
 * `CfnRuntime` and `CfnGateway`.
 */
export interface AgentCoreAuthorizer {
  /** It takes JSON Web Tokens. */
  readonly customJwtAuthorizer: AgentCoreJwtAuthorizer;
}

/** Which tokens an inbound authorizer of AgentCore takes. */
export interface AgentCoreJwtAuthorizer {
  /** URL of the discovery document, which says where the public keys are. */
  readonly discoveryUrl: string;

  /** Audiences that are accepted: that of one backend. */
  readonly allowedAudience: string[];
}
