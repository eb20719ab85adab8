import type { StepKind } from '../attempt.ts';
import { deleteOneself, register, updateOneself } from './accounts.ts';
import { createUser, deleteSessions, deleteUser, updateUser } from './administration.ts';
import { wait } from './clock.ts';
import { confirmCode, guessMailedCodes, requestCode } from './email-login.ts';
import { relay } from './events.ts';
import {
  enrol,
  guessCodes,
  mfaLogin,
  removeApp,
  removeFactorsOfUser,
  replaceCodes,
} from './factors.ts';
import { rotate } from './keys.ts';
import { guess, login, logout, me, reauthenticate } from './login.ts';
import { associate, signInByProvider, unlink } from './oauth.ts';
import {
  addPasskey,
  askForPasskey,
  passkeyLogin,
  removeMyPasskey,
  removePasskey,
  useDevice,
} from './passkeys.ts';
import { forgot, raiseCost, reset } from './passwords.ts';
import { deleteOneSession, endOthers, refresh } from './sessions.ts';
import { confirm, requestVerify, verify } from './verification.ts';

/** Every kind of step. Shrinking prefers the earlier ones. */
const STEPS: readonly StepKind[] = [
  wait,
  register,
  login,
  guess,
  me,
  relay,
  refresh,
  logout,
  reauthenticate,
  deleteOneSession,
  endOthers,
  forgot,
  reset,
  raiseCost,
  requestVerify,
  verify,
  updateOneself,
  confirm,
  deleteOneself,
  signInByProvider,
  associate,
  unlink,
  createUser,
  updateUser,
  deleteUser,
  deleteSessions,
  rotate,
  enrol,
  mfaLogin,
  guessCodes,
  removeApp,
  replaceCodes,
  removeFactorsOfUser,
  askForPasskey,
  addPasskey,
  useDevice,
  passkeyLogin,
  removeMyPasskey,
  removePasskey,
  requestCode,
  confirmCode,
  guessMailedCodes,
];

const DRAW = STEPS.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));

/** Of all kinds together. */
export const TICKETS = DRAW.length;

export function kindOf(ticket: number): StepKind {
  const kind = DRAW[ticket];
  if (!kind) throw new Error(`no kind of step has ticket ${ticket}`);
  return kind;
}
