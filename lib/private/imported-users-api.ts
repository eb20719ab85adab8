import type { IHttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { AuthorizerOptions } from '../authorizer-options';
import type { UsersApiAttributes } from '../users-api-ref';
import { known, UsersApiError } from './errors';
import { ImportedAuthorizers } from './gateway/imported-authorizers';
import { givenEventBus } from './given/event-bus';
import { givenTable } from './given/table';
import { ALL_FEATURES, type Knowledge, tell, unknownTo } from './knowledge';
import { tooManyAuthorizers } from './limits/authorizers';
import { namesErrors } from './names-errors';
import { UsersApiBase } from './users-api-base';

/** A users API of another stack or app. It makes no resource but the rules that are asked of it. */
@namesErrors
export class ImportedUsersApi extends UsersApiBase {
  readonly url: string;
  readonly eventBus: IEventBus;
  private readonly attrs: UsersApiAttributes;
  private readonly authorizers: ImportedAuthorizers;

  constructor(scope: Construct, id: string, attrs: UsersApiAttributes) {
    checkUrl(attrs.url);

    super(scope, id, {
      loginEvents: attrs.loginEvents ?? false,
      loginEventsFix:
        'give loginEvents: true to UsersApi.fromUsersApiAttributes once the imported API has it',
    });
    this.url = attrs.url;
    this.eventBus = givenEventBus(this, attrs.eventBus);
    this.attrs = attrs;
    const { authBackends, functions = {} } = attrs;
    const knowledge: Knowledge = {
      features: ALL_FEATURES,
      authBackends,
      functionNamed: (name) => functions[name] ?? unknownTo(`functions["${name}"]`),
      functionNames: () => Object.keys(functions),
      defaultAudience: () => unknownTo('authBackends'),
    };
    tell(this, knowledge);
    this.authorizers = new ImportedAuthorizers(this, knowledge);
    const { httpApis } = this.authorizers;
    this.node.addValidation({
      validate: () =>
        [...httpApis]
          .flatMap((httpApi) => tooManyAuthorizers(this, httpApi))
          .map((problem) => problem.of(this.node.path).message),
    });
  }

  get httpApi(): IHttpApi {
    return this.attrs.httpApi ?? unknownTo('httpApi');
  }

  get table(): ITableV2 {
    const { table } = this.attrs;
    return table === undefined ? unknownTo('table') : givenTable(this, table);
  }

  get adminEnvironment(): { [name: string]: string } {
    return this.attrs.adminEnvironment ?? unknownTo('adminEnvironment');
  }

  authorizer(options: AuthorizerOptions = {}): IHttpRouteAuthorizer {
    return this.authorizers.authorizer(options);
  }

  jwtAuthorizer(backend?: string): IHttpRouteAuthorizer {
    return this.authorizers.jwtAuthorizer(backend);
  }
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
