import { Tokenization } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { AdminEnvironment } from './actions';
import type { Settings } from './settings';

/** What the admin client reads of its environment, in functions that are not ours. */
export function adminEnvironment(
  table: ITableV2,
  { passwordMinLength, passwordHashCost, userModel }: Settings,
): { [name: string]: string } {
  const text = Tokenization.stringifyNumber;
  const variables: AdminEnvironment = {
    USERS_API_TABLE_NAME: table.tableName,
    USERS_API_PASSWORD_MIN_LENGTH: text(passwordMinLength),
    USERS_API_BCRYPT_COST: text(passwordHashCost),
    USERS_API_HAS_USER_MODEL: `${userModel !== undefined}`,
  };
  return { ...variables };
}
