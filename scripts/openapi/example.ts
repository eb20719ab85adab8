/** Prints the OpenAPI document of the example, as `docs/openapi.json` has it; run by tsx. */
import { App } from 'aws-cdk-lib';
import { UsersApiExample } from '../../bin/app.ts';
import type { UsersApi } from '../../lib/index.ts';

const { openApi } = new UsersApiExample(new App(), 'Document').node.findChild('Users') as UsersApi;
process.stdout.write(`${JSON.stringify(openApi, undefined, 2)}\n`);
