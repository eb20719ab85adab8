/** Events on their way from the table's stream to the bus, and what deleted users leave. */
import { may } from './action.ts';
import { KEYS, LOOKUP_READS, SIGN_IN_READS } from './attributes.ts';
import { unrouted } from './callers.ts';
import { emailCodes } from './email-login.ts';
import type { Manifest } from './manifest.ts';
import { NOTES_DEVICES, newDevices } from './new-devices.ts';
import { itemFeatures, mayOfUser } from './of-user.ts';
import { resetTokenLifetime, resetTokenSecret } from './passwords.ts';
import { derivedText } from './setting.ts';
import { verificationTokenLifetime, verificationTokenSecret } from './verification.ts';

/** With it the right to put events on that bus. */
export const eventBusName = derivedText('eventBusName');

/** Where the bucket of undelivered events is; the relay may put objects into it. */
export const undeliveredEventsUrl = derivedText('undeliveredEventsUrl');

/** What tells which of them a change has ended. */
const LINKED = [...KEYS, 'link_version'];

/** Whatever backends and clients there were when these items were written. */
const LEFTOVERS = [
  ...mayOfUser('Query', ['partition'], { attributes: LINKED }),
  may('Query', 'login-attempts', { attributes: LINKED }),
  ...mayOfUser('DeleteItem', ['partition', 'pointed-at', 'address', 'name']),
];

export const relay = unrouted('stream', 'relay', "Publish what the table's stream says happened.", {
  model: true,
  settings: [
    eventBusName,
    undeliveredEventsUrl,
    itemFeatures,
    resetTokenSecret,
    resetTokenLifetime,
    verificationTokenSecret,
    verificationTokenLifetime,
    emailCodes,
    newDevices,
  ],
  table: [
    may('GetItem', ['credential', 'deletion'], { attributes: [...SIGN_IN_READS, 'actor'] }),
    may('BatchGetItem', 'profile', { attributes: LOOKUP_READS }),
    may('BatchGetItem', 'credential', {
      attributes: LOOKUP_READS,
      onlyWith: 'confirmEmailChange',
    }),
    ...NOTES_DEVICES,
    ...LEFTOVERS,
  ],
});

export const RELAY = {
  actions: [relay],
  settings: [eventBusName, undeliveredEventsUrl],
  events: {},
  refusals: {},
} as const satisfies Manifest;
