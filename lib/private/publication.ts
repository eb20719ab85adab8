import { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { IUsersApi } from '../users-api-ref';
import { available } from './available';
import { functionParameter, PUBLISHED, PUBLISHED_VARIABLES, type Published } from './published';

/** The parameters that a users API publishes, each with what an import reads there. */
export class Publication extends Construct {
  private readonly path: string;

  constructor(users: Construct & IUsersApi, path: string) {
    super(users, 'Published');
    this.path = path;
    const { url, eventBus, httpApi, table, adminEnvironment } = users;
    const values: Record<Published, string | undefined> = {
      url,
      eventBusName: eventBus.eventBusName,
      httpApiId: httpApi.apiId,
      tableName: table.tableName,
      tableKeyArn:
        table.encryptionKey?.keyArn ??
        Stack.of(this).formatArn({
          service: 'kms',
          resource: 'key',
          resourceName: 'owned-by-dynamodb',
        }),
      audience: available(() => users.oidc.audience()),
    };
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) this.add(PUBLISHED[name as Published], value);
    }
    for (const [variable, parameter] of PUBLISHED_VARIABLES) {
      if (parameter !== PUBLISHED.tableName) this.add(parameter, adminEnvironment[variable] ?? '');
    }
  }

  /** Publishes a function, by the name that imports ask for it by; nothing where it is published already. */
  addFunction(name: string, { functionArn }: IFunction): void {
    const parameter = functionParameter(name);
    if (this.node.tryFindChild(idOf(parameter)) === undefined) this.add(parameter, functionArn);
  }

  private add(parameter: string, stringValue: string): void {
    new StringParameter(this, idOf(parameter), {
      parameterName: `${this.path}/${parameter}`,
      stringValue,
      description: `Of the users API ${this.node.scope?.node.path}, for UsersApi.fromParameter().`,
    });
  }
}

function idOf(parameter: string): string {
  return parameter.replaceAll('/', '.');
}
