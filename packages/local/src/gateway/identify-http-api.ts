import type { StackScope } from '../cloudformation/stack-scope.ts';
import {
  isObject,
  type JsonObject,
  resourcesOf,
  type Template,
} from '../cloudformation/template.ts';
import type { Environment } from '../environment.ts';

/**
 * Metadata of an API: the URLs by which clients know it, where no resource says so, each with the path at the
 * API that it stands for.
 */
const PUBLIC_URLS = 'cdk-users-api:publicUrls';

/**
 * Makes the addresses of the HTTP APIs on this machine those that the rest of the template sees.
 *
 * @param urls by the logical ids of the APIs
 * @returns the names of the hosts that clients in AWS ask
 */
export function identifyHttpApis(
  template: Template,
  scope: StackScope,
  { region }: Environment,
  urls: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { logicalId, metadata } of resourcesOf(template, 'AWS::ApiGatewayV2::Api')) {
    const url = urls.get(logicalId);
    if (url === undefined) continue;
    const apiId = String(scope.ref(logicalId)).toLowerCase();
    scope.identify(logicalId, { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: url } });
    scope.substitute(`https://${apiId}.execute-api.${region}.amazonaws.com`, url);
    for (const { from, to } of [
      ...publicUrls(metadata, scope),
      ...mappings(template, scope, apiId),
    ]) {
      scope.substitute(from, `${url}${to}`);
      const host = URL.parse(from)?.hostname;
      if (host) hosts.add(host);
    }
  }
  return hosts;
}

/** A URL of AWS, and the path here that stands for it. */
interface Place {
  readonly from: string;
  readonly to: string;
}

function publicUrls({ [PUBLIC_URLS]: listed }: JsonObject, scope: StackScope): readonly Place[] {
  const all = Array.isArray(listed) ? listed.filter(isObject) : [];
  return all.map((each) => {
    const { url, path } = scope.properties(each);
    return { from: String(url), to: String(path) };
  });
}

/** Where domains are mapped to the API, longer paths first: they are below shorter ones. */
function mappings(template: Template, scope: StackScope, apiId: string): readonly Place[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::ApiMapping')
    .map(({ properties }) => scope.properties(properties))
    .filter(({ ApiId }) => ApiId === apiId)
    .map(({ DomainName, ApiMappingKey, Stage }) => ({
      from: `https://${DomainName}${ApiMappingKey ? `/${ApiMappingKey}` : ''}`,
      to: Stage === '$default' ? '' : `/${Stage}`,
    }))
    .sort((one, other) => other.from.length - one.from.length);
}
