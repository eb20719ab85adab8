import { App } from 'aws-cdk-lib';
import { MyAppStack } from '../lib/my-app-stack.ts';

new MyAppStack(new App(), 'MyApp', {
  // Before you deploy: an address of a domain that SES has verified. On your machine, mails go nowhere.
  sender: 'no-reply@example.com',
});
