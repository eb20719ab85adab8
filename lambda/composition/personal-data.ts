/** By itself, since what an export says of items takes code that no other function loads. */

import { itemFeatures } from '../../lib/contract/of-user.ts';
import { DynamoDBPersonalDataStore } from '../adapters/dynamodb/accounts/personal-data-store.ts';
import { FACTORS_EXPORTED } from '../adapters/dynamodb/factors/exported.ts';
import { DEVICES_EXPORTED } from '../adapters/dynamodb/login/device-store.ts';
import { ACCOUNTS_EXPORTED } from '../adapters/dynamodb/oauth/exported.ts';
import { PASSKEYS_EXPORTED } from '../adapters/dynamodb/passkeys/exported.ts';
import { REQUESTS_EXPORTED } from '../adapters/dynamodb/passwords/exported.ts';
import { SESSIONS_EXPORTED } from '../adapters/dynamodb/sessions/exported.ts';
import type { Runtime } from './runtime.ts';
import { at } from './stores/at.ts';

export const personalDataStore = (rt: Runtime) =>
  new DynamoDBPersonalDataStore(
    ...at(rt),
    {
      ...REQUESTS_EXPORTED,
      ...SESSIONS_EXPORTED,
      ...ACCOUNTS_EXPORTED,
      ...FACTORS_EXPORTED,
      ...PASSKEYS_EXPORTED,
      ...DEVICES_EXPORTED,
    },
    rt.get(itemFeatures),
  );
