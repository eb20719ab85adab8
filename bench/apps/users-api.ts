/** One `UsersApi` with its defaults. */
import { App, Stack } from 'aws-cdk-lib';
import { UsersApi } from '../../lib';

new UsersApi(new Stack(new App(), 'Bench'), 'Users');
