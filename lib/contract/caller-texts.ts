/**
 * Who calls, as texts: REST APIs, WebSocket APIs and AppSync hand nothing else on to a function. What isn't a
 * text is JSON.
 */

/** In the place of `claims`, which API Gateway keeps for Cognito's (`$context.authorizer.claims`). */
const CLAIMS = 'user_claims';

/** Fields that are JSON. */
const ENCODED = ['is_superuser', 'is_verified', 'anonymous', CLAIMS];

export function toTexts(context: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => [
      name === 'claims' ? CLAIMS : name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** The context again, with whatever else is there; what can't be decoded is left out. */
export function fromTexts(texts: object): Record<string, unknown> {
  const { [CLAIMS]: claims, ...others } = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      ENCODED.includes(name) ? decoded(text) : text,
    ]),
  );
  return { ...others, claims };
}

function decoded(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
