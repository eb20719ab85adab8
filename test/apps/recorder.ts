/**
 * A subscriber in a stack, and an app, of its own, to a users API that another app has deployed:
 * `-c url=URL -c bus=NAME`, both from that stack's outputs.
 */
import { App, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { UsersApi } from '../../lib';
import { EventRecorder } from './parts/event-recorder';

const app = new App();
const stack = new Stack(app, 'Recorder');
const users = UsersApi.fromUsersApiAttributes(stack, 'Users', {
  url: app.node.getContext('url'),
  eventBus: EventBus.fromEventBusName(stack, 'Bus', app.node.getContext('bus')),
});
new EventRecorder(stack, 'All', users);
