/**
 * OpenAuth as a function on DynamoDB, which answers with its public keys: it reads them from the table. `TABLE` names it, and
 * `AWS_ENDPOINT_URL_DYNAMODB` where it is.
 */
import { issuer } from '@openauthjs/openauth';
import { PasswordProvider } from '@openauthjs/openauth/provider/password';
import { DynamoStorage } from '@openauthjs/openauth/storage/dynamo';
import { handle } from 'hono/aws-lambda';
import { subjects } from './subjects.mjs';

const { TABLE: table, AWS_ENDPOINT_URL_DYNAMODB: endpoint } = process.env;
const page = async () => new Response('');

export const handler = handle(
  issuer({
    storage: DynamoStorage({ table, endpoint }),
    subjects,
    providers: {
      password: PasswordProvider({
        login: page,
        register: page,
        change: page,
        sendCode: async () => {},
      }),
    },
    success: (context, { email }) => context.subject('user', { email }),
  }),
);
