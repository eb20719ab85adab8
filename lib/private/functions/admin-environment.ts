import { Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ADMIN_SETTINGS, adminVariableOf } from '../../contract/administration.ts';
import type { Settings } from '../settings/settings';
import { listText, numberText } from '../settings/texts';

/** What the admin client reads of its environment, in functions that are not ours. */
export function adminEnvironment(
  table: ITableV2,
  { passwordMinLength, contextWords, passwordHash, breachedPasswords, userModel }: Settings,
): { [name: string]: string } {
  const values: { readonly [S in (typeof ADMIN_SETTINGS)[number] as S['name']]: string } = {
    tableName: table.tableName,
    passwordMinLength: numberText(passwordMinLength),
    contextWords: listText(table, contextWords),
    passwordHash: Stack.of(table).toJsonString(passwordHash),
    // Never empty, as it may be published in a parameter.
    breachedPasswords:
      breachedPasswords === undefined ? 'null' : Stack.of(table).toJsonString(breachedPasswords),
    hasUserModel: `${userModel !== undefined}`,
  };
  return Object.fromEntries(
    ADMIN_SETTINGS.map((setting) => [adminVariableOf(setting), values[setting.name]]),
  );
}
