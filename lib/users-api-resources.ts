import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';

/** What a users API consists of for others, wherever it was defined. */
export interface IUsersApiResources extends IConstruct {
  /** Base URL of the routes, without a slash at the end. */
  readonly url: string;

  /** The bus that events are published on. */
  readonly eventBus: IEventBus;

  /** The HTTP API that the routes are on. */
  readonly httpApi: IHttpApi;

  /** The table of users. */
  readonly table: ITableV2;
}
