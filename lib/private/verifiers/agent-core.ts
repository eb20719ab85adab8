import type { AuthBackend } from '../../auth-backend';
import type { AgentCoreAuthorizer } from '../../verifier-options';

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html */
export function agentCoreAuthorizer(
  discoveryUrl: string,
  { audience }: AuthBackend,
): AgentCoreAuthorizer {
  return { customJwtAuthorizer: { discoveryUrl, allowedAudience: [audience] } };
}
