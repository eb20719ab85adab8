/** The stores, over one client: they share its connections. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tableName } from '../../lib/contract/action.ts';
import { AWS_CLIENT } from '../adapters/aws-client.ts';
import { DynamoDBLeftovers } from '../adapters/dynamodb/accounts/leftovers.ts';
import { DynamoDBPersonalDataStore } from '../adapters/dynamodb/accounts/personal-data-store.ts';
import { DynamoDBUserStore } from '../adapters/dynamodb/accounts/user-store.ts';
import { DynamoDBOAuthAccountStore } from '../adapters/dynamodb/oauth/account-store.ts';
import { DynamoDBRequestStore } from '../adapters/dynamodb/passwords/request-store.ts';
import { DynamoDBSessionStore } from '../adapters/dynamodb/sessions/session-store.ts';
import type { Runtime } from './runtime.ts';

const documents = (rt: Runtime) =>
  rt.once('documents', () => DynamoDBDocumentClient.from(new DynamoDBClient(AWS_CLIENT)));

export const userStore = (rt: Runtime) => new DynamoDBUserStore(documents(rt), rt.get(tableName));

export const sessionStore = (rt: Runtime) =>
  new DynamoDBSessionStore(documents(rt), rt.get(tableName));

export const oauthAccountStore = (rt: Runtime) =>
  new DynamoDBOAuthAccountStore(documents(rt), rt.get(tableName));

export const requestStore = (rt: Runtime) =>
  new DynamoDBRequestStore(documents(rt), rt.get(tableName));

export const personalDataStore = (rt: Runtime) =>
  new DynamoDBPersonalDataStore(documents(rt), rt.get(tableName));

export const leftovers = (rt: Runtime) => new DynamoDBLeftovers(documents(rt), rt.get(tableName));
