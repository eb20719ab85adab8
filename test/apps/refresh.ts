/** A users API whose backends have refresh tokens. */
import { App, Stack } from 'aws-cdk-lib';
import { UsersApi } from '../../lib';
import { EventRecorder } from './parts/event-recorder';
import { refreshProps } from './parts/refresh-props';

const stack = new Stack(new App(), 'Refresh');
new EventRecorder(stack, 'Recorder', new UsersApi(stack, 'Users', refreshProps()));
