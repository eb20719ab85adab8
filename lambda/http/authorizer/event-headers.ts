import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { CredentialCarrier } from '../../auth/transport.ts';

/**
 * The headers of a REST or WebSocket API, whose names have the client's case, as an HTTP API gives them: by
 * names in lower case, what came more than once in one list, and cookies each by itself.
 */
export function carrierOf({
  headers,
  multiValueHeaders,
}: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'multiValueHeaders'>): CredentialCarrier {
  const found = new Map<string, string[]>();
  for (const [name, values] of Object.entries(multiValueHeaders ?? headers ?? {})) {
    const key = name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), ...[values ?? []].flat()]);
  }
  const cookies = (found.get('cookie') ?? []).flatMap((header) => header.split(/; */));
  found.delete('cookie');
  return {
    headers: Object.fromEntries([...found].map(([name, values]) => [name, values.join(',')])),
    cookies,
  };
}
