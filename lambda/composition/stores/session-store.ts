import { DynamoDBSessionStore } from '../../adapters/dynamodb/sessions/session-store.ts';
import { DynamoDBSignInState } from '../../adapters/dynamodb/sessions/sign-in-state.ts';
import type { Runtime } from '../runtime.ts';
import { at } from './at.ts';

export const sessionStore = (rt: Runtime) => new DynamoDBSessionStore(...at(rt));
export const signInState = (rt: Runtime) => new DynamoDBSignInState(...at(rt));
