import type { IConstruct } from 'constructs';
import type { UsersApiProps } from '../users-api-props';
import { featuresWith } from './functions/features-with';
import { flagsOnWith } from './settings/plain';
import { type Settings, settle } from './settings/settings';

/** As `settle`, with the flags that features switch on. */
export function settleWithFeatures(scope: IConstruct, id: string, props: UsersApiProps): Settings {
  const settings = settle(scope, id, props);
  return { ...settings, ...flagsOnWith(featuresWith(settings), props) };
}
