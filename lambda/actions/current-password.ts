import { freshProof } from '../composition/fresh-proof.ts';
import type { Runtime } from '../composition/runtime.ts';
import { currentPasswordIn } from '../http/current-password.ts';
import type { PasswordProof } from './fresh-proof.ts';

/** For a route that asks for fresh proof and takes the current password as such: what reads it and compares it. */
export const currentPassword = (rt: Runtime): PasswordProof => ({
  currentPasswordIn,
  assert: freshProof(rt),
});
