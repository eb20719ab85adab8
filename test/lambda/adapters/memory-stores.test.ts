import { describe } from '@jest/globals';
import { describeAccountStore } from '../../support/stores/account-store-contract.ts';
import { describeAttemptStore } from '../../support/stores/attempt-store-contract.ts';
import { describeCodeLogins } from '../../support/stores/code-login-contract.ts';
import { describeEmailChange } from '../../support/stores/email-change-contract.ts';
import { describeEmailLoginStore } from '../../support/stores/email-login-store-contract.ts';
import { describeFactorStore } from '../../support/stores/factor-store-contract.ts';
import { describeKeptFactors } from '../../support/stores/kept-factors-contract.ts';
import { describeKnownDevices } from '../../support/stores/known-devices-contract.ts';
import { describeLoginStore } from '../../support/stores/login-store-contract.ts';
import { memoryStore } from '../../support/stores/memory/memory-store.ts';
import { describeOAuthAccountStore } from '../../support/stores/oauth-account-store-contract.ts';
import { describePasskeyStore } from '../../support/stores/passkey-store-contract.ts';
import { describePasswordStore } from '../../support/stores/password-store-contract.ts';
import { describeRotations } from '../../support/stores/rotation-contract.ts';
import { describeSessionEnds } from '../../support/stores/session-end-contract.ts';
import { describeSessionStore } from '../../support/stores/session-store-contract.ts';
import { describeSuperusers } from '../../support/stores/superusers-contract.ts';
import { describeTransfer } from '../../support/stores/transfer-contract.ts';
import { describeUsedAttempts } from '../../support/stores/used-attempts-contract.ts';
import { describeUserList } from '../../support/stores/user-list-contract.ts';

describe.each(
  Object.entries({
    describeAccountStore,
    describeSuperusers,
    describePasswordStore,
    describeLoginStore,
    describeEmailLoginStore,
    describeKnownDevices,
    describeAttemptStore,
    describeUserList,
    describeSessionStore,
    describeSessionEnds,
    describeRotations,
    describeEmailChange,
    describeOAuthAccountStore,
    describeUsedAttempts,
    describePasskeyStore,
    describeTransfer,
    describeFactorStore,
    describeKeptFactors,
    describeCodeLogins,
  }),
)('the stores in memory that unit tests run on (%s)', (_, describeContract) => {
  describeContract(async () => memoryStore());
});
