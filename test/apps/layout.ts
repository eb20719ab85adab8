/** A users API in the layout of functions that the context or the environment asks for, which a deployed stack can change. */
import { Stack } from 'aws-cdk-lib';
import { FunctionLayout, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const app = appWithoutMails();
const layout = app.node.tryGetContext('layout') ?? process.env.TEST_FUNCTION_LAYOUT;
new UsersApi(new Stack(app, 'Layout'), 'Users', {
  functionLayout: layout === 'grouped' ? FunctionLayout.grouped() : FunctionLayout.perAction(),
});
