import { keyOf } from '../../../lib/contract/item-keys.ts';

export const profileKey = (user: string) => keyOf('profile', { user });
export const credentialKey = (email: string) => keyOf('credential', { email });
