import { keyOf } from '../../../lib/contract/items.ts';

export const profileKey = (user: string) => keyOf('profile', { user });
export const credentialKey = (email: string) => keyOf('credential', { email });
