import type { IHttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { AuthorizerOptions } from '../authorizer-options';
import { Found, UsersApiError, withPath } from './errors';
import { ImportedAuthorizers } from './gateway/imported-authorizers';
import type { Import, ImportSource } from './import-sources';
import { type Knowledge, tell } from './knowledge';
import { tooManyAuthorizers } from './limits/authorizers';
import { namesErrors } from './names-errors';
import { UsersApiBase } from './users-api-base';

/** A users API of another stack or app. It makes no resource but those that are asked of it. */
@namesErrors
export class ImportedUsersApi extends UsersApiBase {
  private readonly source: ImportSource;
  private readonly authorizers: ImportedAuthorizers;

  constructor(scope: Construct, id: string, { loginEvents, check, source }: Import) {
    check();

    super(scope, id);
    this.source = source(this);
    const knowledge: Knowledge = {
      ...this.source.knowledge,
      listensTo(type) {
        if (type === 'after-login' && !loginEvents) throw silent();
      },
    };
    tell(this, knowledge);
    this.authorizers = new ImportedAuthorizers(this, knowledge);
    const { httpApis } = this.authorizers;
    this.node.addValidation({
      validate: () =>
        [...httpApis]
          .flatMap((httpApi) => tooManyAuthorizers(this, httpApi))
          .map((problem) => withPath(problem, this.node.path).message),
    });
  }

  get url(): string {
    return this.source.url();
  }

  get eventBus(): IEventBus {
    return this.source.eventBus();
  }

  get httpApi(): IHttpApi {
    return this.source.httpApi();
  }

  get table(): ITableV2 {
    return this.source.table();
  }

  get adminEnvironment(): { [name: string]: string } {
    return this.source.adminEnvironment();
  }

  authorizer(options: AuthorizerOptions = {}): IHttpRouteAuthorizer {
    return this.authorizers.authorizer(options);
  }

  jwtAuthorizer(backend?: string): IHttpRouteAuthorizer {
    return this.authorizers.jwtAuthorizer(backend);
  }
}

/** A rule of an import can't switch on what another stack or app defines. */
function silent(): UsersApiError {
  return new UsersApiError('loginEvents', {
    got: new Found('a rule for after-login, which an API raises only if it is told to'),
    expected: 'an import that knows that its API does',
    fix:
      'give loginEvents: true to the UsersApi where it is defined, and to the import once that is ' +
      'deployed',
  });
}
