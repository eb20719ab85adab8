/**
 * A users API whose backends have refresh tokens. It asks about new passwords where the context `breached` says that a
 * service is.
 */
import { App, Stack } from 'aws-cdk-lib';
import { BreachedPasswords, UsersApi } from '../../lib';
import { EventRecorder } from './parts/event-recorder';
import { refreshProps } from './parts/refresh-props';

const app = new App();
const stack = new Stack(app, 'Refresh');
const url = app.node.tryGetContext('breached');
const breachedPasswords = url && BreachedPasswords.haveIBeenPwned({ url });
const users = new UsersApi(stack, 'Users', { ...refreshProps(), breachedPasswords });
new EventRecorder(stack, 'Recorder', users);
